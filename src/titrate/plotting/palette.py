"""The visual language: each endpoint and each site has one colour, dash and marker everywhere.

Relief and tone are blue, what the brain does is red, weakness is ochre; members of a family are
told apart by lightness, dash and marker. Spinal fluid is one hue that lightens on its way from
the lumbar sac to the skull. The cases of a comparison are a ramp in the hue of what is drawn.
Lightness alone tells curves that are drawn together apart, so a grey copy reads like the
original; dash and marker say it once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from titrate.errors import require_choice
from titrate.plotting.colour import hex_of

Dash = str | tuple[int, tuple[float, ...]]

SOLID: Dash = "-"
DASHED: Dash = (0, (5, 1.8))
DOTTED: Dash = (0, (1, 1.1))
DASH_DOT: Dash = (0, (5, 1.6, 1, 1.6))
LONG: Dash = (0, (9, 2))
DASH_DOT_DOT: Dash = (0, (5, 1.4, 1, 1.4, 1, 1.4))
SHORT: Dash = (0, (2.4, 1.2))


@dataclass(frozen=True)
class Ink:
    """How one curve looks, whatever the theme.

    Parameters
    ----------
    lightness, chroma, hue : float
        On a light page; see `titrate.plotting.colour.hex_of`.
    dash : str or tuple
        As matplotlib's ``linestyle``.
    marker : str
        As matplotlib's ``marker``.
    """

    lightness: float
    chroma: float
    hue: float
    dash: Dash
    marker: str


@dataclass(frozen=True)
class Theme:
    """A page to draw on.

    Parameters
    ----------
    name : {"light", "dark", "print"}
    page, text, quiet, grid : str
        Colours of the paper, of words, of quieter words, of grid lines.
    band, band_core, edge : str
        Colours of the window's shade, of the deepest part of a soft one, and of its outline.
    note : str
        Colour of a note that must not be missed.
    """

    name: str
    page: str
    text: str
    quiet: str
    grid: str
    band: str
    band_core: str
    edge: str
    note: str

    def colour(self, ink: Ink) -> str:
        """Return the colour of a curve on this page."""
        return _colour(self.name, ink.lightness, ink.chroma, ink.hue)

    def lettering(self, ink: Ink) -> str:
        """Return the curve's colour with enough contrast to read as words."""
        return _colour(self.name, min(ink.lightness, _WORDS_AT_MOST), ink.chroma, ink.hue)


# Words of this lightness on white have a contrast of 4.5 to 1 (WCAG 2.1, level AA).
_WORDS_AT_MOST = 49.0
# A dark page mirrors lightness: what stands out most on white stands out most on black.
_MIRROR, _SHRINK = 104.0, 0.82

_GREEN, _WARNING = 155.0, 45.0
THEMES: Mapping[str, Theme] = {
    "light": Theme(
        "light",
        page="#ffffff",
        text=hex_of(12, 2, 260),
        quiet=hex_of(40, 2, 260),
        grid=hex_of(90, 1, 260),
        band=hex_of(93, 7, _GREEN),
        band_core=hex_of(87, 14, _GREEN),
        edge=hex_of(44, 30, _GREEN),
        note=hex_of(42, 60, _WARNING),
    ),
    "dark": Theme(
        "dark",
        page=hex_of(9, 3, 260),
        text=hex_of(94, 1, 260),
        quiet=hex_of(72, 2, 260),
        grid=hex_of(22, 3, 260),
        band=hex_of(21, 11, _GREEN),
        band_core=hex_of(28, 17, _GREEN),
        edge=hex_of(74, 32, _GREEN),
        note=hex_of(76, 50, _WARNING),
    ),
    "print": Theme(
        "print",
        page="#ffffff",
        text="#000000",
        quiet=hex_of(28, 0, 0),
        grid=hex_of(88, 0, 0),
        band=hex_of(92, 0, 0),
        band_core=hex_of(84, 0, 0),
        edge=hex_of(30, 0, 0),
        note="#000000",
    ),
}

_BLUE, _RED, _OCHRE = 272.0, 22.0, 80.0
ENDPOINTS: Mapping[str, Ink] = {
    "relief_legs": Ink(41, 44, _BLUE, SOLID, "o"),
    "relief_arms": Ink(57, 38, 245, DASH_DOT, "s"),
    "relief_spasms": Ink(31, 48, 292, LONG, "p"),
    "ashworth_legs": Ink(35, 24, 240, SOLID, "v"),
    "ashworth_arms": Ink(66, 24, 235, DASH_DOT, "<"),
    "spasms_per_day": Ink(47, 34, 305, LONG, "h"),
    "drowsiness": Ink(51, 58, _RED, DASHED, "^"),
    "drowsiness_observed": Ink(68, 40, 15, SHORT, ">"),
    "sedation": Ink(34, 48, 12, DASH_DOT_DOT, "P"),
    "weakness": Ink(62, 64, _OCHRE, DOTTED, "D"),
    "dizziness": Ink(43, 42, 0, DASH_DOT, "X"),
    "discontinuation": Ink(25, 0, 0, DASHED, "d"),
}

# A ramp runs around this lightness, in steps as wide as its reach allows.
_RAMP_MIDDLE, _RAMP_STEP, _RAMP_REACH = 47.0, 20.0, 27.0
_TURNS = (SOLID, DASHED, DASH_DOT, SHORT, LONG, DASH_DOT_DOT, DOTTED)
_MARKS = ("o", "s", "^", "D", "v", "p", "X")

_FLUID, _CORD = 205.0, 290.0
SITES: Mapping[str, Ink] = {
    "plasma": Ink(45, 54, 350, SOLID, "o"),
    "blood": Ink(31, 44, 20, SHORT, "v"),
    "csf_lumbar": Ink(27, 24, _FLUID, LONG, "s"),
    "csf_thoracic": Ink(39, 27, _FLUID, DASH_DOT, "p"),
    "csf_cervical": Ink(51, 29, _FLUID, SHORT, "h"),
    "csf_cisternal": Ink(62, 31, _FLUID, DOTTED, "D"),
    "csf_cranial": Ink(73, 33, _FLUID, DASH_DOT_DOT, "d"),
    "csf_at_arms": Ink(46, 10, _FLUID, DASHED, "<"),
    "cord_legs": Ink(36, 50, _CORD, DASH_DOT, "P"),
    "cord_trunk": Ink(48, 42, 300, DASHED, "X"),
    "cord_arms": Ink(60, 34, 310, DASH_DOT_DOT, ">"),
    "brain": Ink(54, 62, 60, DASHED, "^"),
}

# For the curves of a drug built in a notebook, in the order they appear in a picture.
RESERVE: tuple[Ink, ...] = (
    Ink(41, 44, _BLUE, SOLID, "o"),
    Ink(51, 58, _RED, DASHED, "^"),
    Ink(62, 64, _OCHRE, DOTTED, "D"),
    Ink(33, 30, 160, DASH_DOT, "s"),
    Ink(56, 40, 330, LONG, "v"),
    Ink(25, 0, 0, SHORT, "P"),
)


# The share of people who meet every goal, in the green of the band.
SHARE_INSIDE = Ink(44, 30, _GREEN, SHORT, "X")


def theme_called(name: str) -> Theme:
    """Return a theme, or raise `UnknownName`."""
    return THEMES[require_choice("theme", name, THEMES)]


def inks(names: Iterable[str], known: Mapping[str, Ink]) -> dict[str, Ink]:
    """Return an ink for each name; names that nobody knows take from the reserve in order."""
    found: dict[str, Ink] = {}
    spare = 0
    for name in names:
        if name in known:
            found[name] = known[name]
        else:
            found[name] = RESERVE[spare % len(RESERVE)]
            spare += 1
    return found


def ramp(ink: Ink, count: int, *, ordered: bool) -> tuple[Ink, ...]:
    """Return the inks of so many cases of one curve, light to dark in its hue.

    Parameters
    ----------
    ink : Ink
        Of the curve, where there is one case only.
    count : int
    ordered : bool
        Whether the cases are values of one thing, so that lightness alone says which; others take
        dashes and markers in turn as well.
    """
    if count == 1:
        return (ink,)
    reach = min(_RAMP_REACH, _RAMP_STEP * (count - 1) / 2)
    greys = [_RAMP_MIDDLE + reach - 2 * reach * i / (count - 1) for i in range(count)]
    if ordered:
        return tuple(replace(ink, lightness=grey, dash=SOLID) for grey in greys)
    return tuple(
        replace(ink, lightness=grey, dash=_TURNS[i % len(_TURNS)], marker=_MARKS[i % len(_MARKS)])
        for i, grey in enumerate(greys)
    )


@cache
def _colour(theme: str, lightness: float, chroma: float, hue: float) -> str:
    if theme == "dark":
        return hex_of(_MIRROR - _SHRINK * lightness, chroma, hue)
    return hex_of(lightness, 0.0 if theme == "print" else chroma, hue)
