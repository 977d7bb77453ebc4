"""What `plot` and `save` say of arguments of the wrong kind."""

import pytest

import titrate as tt
from titrate.errors import InvalidValue, TitrateError, UnknownName

RESULT = tt.simulate(
    tt.load_drug("baclofen"), tt.Patient(), tt.oral(dose_mg=10, every_h=8, days=1), [0, 12, 24]
)

REFUSED = [
    (lambda: tt.plot(3), InvalidValue, "There is no picture of int 3. Give a result, a dose win"),
    (lambda: tt.alt_text("x"), InvalidValue, "There is no picture of str 'x'. Give a result"),
    (
        lambda: tt.plot(RESULT, theme=["dark"]),
        UnknownName,
        "No theme called ['dark']. Did you mean 'dark'?",
    ),
    (
        lambda: tt.plot(RESULT, size_in=8),
        InvalidValue,
        "size_in is 8. Give width and height in inches: size_in=(8, 5).",
    ),
    (
        lambda: tt.plot(RESULT, size_in=(8, 0)),
        InvalidValue,
        "size_in is 0. It must be above 0.",
    ),
    (
        lambda: tt.plot(RESULT, size_in=(1000, 1000)),
        InvalidValue,
        "size_in has a side of 1000 inches, too large to be drawn. Give at most 60, or save as",
    ),
    (lambda: tt.plot(RESULT, title=3), InvalidValue, "title is 3. Give text."),
    (
        lambda: tt.plot(RESULT, sites="plasma"),
        InvalidValue,
        "sites is 'plasma', which is one text and not several names. Give sites=[\"plasma\"].",
    ),
    (
        lambda: tt.plot(RESULT, endpoints=[3]),
        InvalidValue,
        'endpoints[0] is 3. Give endpoints=["relief_legs"].',
    ),
    (
        lambda: tt.plot(RESULT, ax="axes"),
        InvalidValue,
        "ax is 'axes'. Give matplotlib axes, or leave ax out.",
    ),
    (lambda: tt.save(3, "x.png"), InvalidValue, "There is no picture in 3. Give what plot ret"),
    (
        lambda: tt.save(3, None),
        InvalidValue,
        'path is None. Give the name of a file: "window.png".',
    ),
    (
        lambda: tt.save(3, "x.png", dpi=1),
        InvalidValue,
        "dpi is 1. It must lie between 10 and 2400.",
    ),
    (
        lambda: tt.save(3, "x.png", close="yes"),
        InvalidValue,
        "close is 'yes'. Give True or False.",
    ),
]


@pytest.mark.parametrize(("ask", "kind", "words"), REFUSED)
def test_what_cannot_be_drawn_or_saved_is_named(ask, kind, words: str) -> None:
    with pytest.raises(TitrateError) as raised:
        ask()
    assert type(raised.value) is kind
    assert str(raised.value).startswith(words)
