"""A fit, and a parameter that was fitted, in a line of words."""

from __future__ import annotations

from titrate import markup, units
from titrate.validation import Fitting, Found, number


def line(one: Found) -> str:
    """Return a fitted parameter in two lines: what was found, and what fits as well."""
    stored = units.written(float(number(one.stored)), one.unit)
    if not one.as_stated:
        verdict = "NOT reproduced: "
    else:
        verdict = "" if one.known_difference is None else "differs, as known: "
    return (
        f"{verdict}{one.name}: stored {stored}, fitted {number(one.fitted)} "
        f"({one.off_percent:+.1f} %)\n"
        f"    {between(one.interval)} fit as well; identified: {one.identified}"
    )


def heading(fitting: Fitting) -> str:
    """Return a fit in one line, before its parameters."""
    worst = max(
        zip(fitting.fit.observations, fitting.residuals, strict=False),
        key=lambda pair: abs(float(pair[1])),
    )
    observation, errors = worst
    return (
        f"{fitting.fit.name}: {fitting.fit.meaning}; {misfits(fitting)}, over "
        f"{markup.tally(len(fitting.fit.observations), 'observation')}, the farthest "
        f"{observation.id} at {float(errors):+.2f} errors"
    )


def misfits(fitting: Fitting) -> str:
    """Return the misfit of a fit beside that of what is stored."""
    return f"misfit {fitting.misfit:.3g}, with all stored values {fitting.stored_misfit:.3g}"


def between(ends: tuple[float, float]) -> str:
    """Return an interval in three figures."""
    return " to ".join(number(float(f"{end:.3g}")) for end in ends)
