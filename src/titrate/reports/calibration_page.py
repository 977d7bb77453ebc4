"""``calibration.md``: what was fitted on what, and what the data can and cannot tell of it."""

from __future__ import annotations

from collections.abc import Sequence

from titrate.markup import TEACHING_LINE
from titrate.reports.calibration_words import between, misfits
from titrate.reports.markdown import code, sentence
from titrate.reports.number_words import valued_in
from titrate.validation import Fitting, Found

_READING = (
    "`fits as well`: values that raise the misfit by less than 2.71, nine tenths by prior and "
    "observations together, while the other numbers of the fit move along. `range`: stated in "
    "params with the stored value. `prior`: nine tenths "
    "before any observation was seen. `identified`: how many times narrower the first is than the "
    "second (strong from 3, moderate from 1.7, weak from 1.15; none: the prior decides). `off`: "
    "how far the simulated value lies from what was published, in errors; nine tenths of an "
    "error's spread are the accepted interval."
)
_HEADS = ("number", "stored", "fitted", "fits as well", "range", "prior", "identified")


def calibration_page(fittings: Sequence[Fitting], found: Sequence[Found], summary: str) -> str:
    """Return fits that were run again as a page of Markdown."""
    parts = ["# What was fitted on what", summary, TEACHING_LINE, _READING]
    for fitting in fittings:
        here = [one for one in found if one.fit == fitting.fit.name]
        parts += [
            f"## {fitting.fit.name.capitalize()}",
            f"{sentence(fitting.fit.meaning)} {sentence(misfits(fitting))}",
            _parameters(here),
            "\n".join(_notes(here)),
            _observations(fitting),
        ]
    return "\n\n".join(parts) + "\n"


def _parameters(found: Sequence[Found]) -> str:
    head = f"| {' | '.join(_HEADS)} |\n{'|---' * len(_HEADS)}|"
    rows = [
        f"| {code(one.name)} | {valued_in(one.stored, one.unit)} | {one.fitted:.4g} "
        f"({one.off_percent:+.0f} %) | {between(one.interval)} | {between(one.range)} "
        f"| {between(one.prior)} | {one.identified} ({one.narrower:.1f}) |"
        for one in found
    ]
    return "\n".join([head, *rows])


def _notes(found: Sequence[Found]) -> list[str]:
    lines: list[str] = []
    for one in found:
        said = [sentence(one.note)]
        if one.known_difference is not None:
            said.append(
                f"Differs by {one.off_percent:+.0f} %: {sentence(one.known_difference.reason)}"
            )
        if one.goes_with:
            partners = ", ".join(f"{code(name)} ({r:+.2f})" for name, r in one.goes_with)
            said.append(f"Goes with {partners}.")
        if one.together:
            said.append(f"Keeps its ratio to {', '.join(map(code, one.together))}.")
        said.append(f"Fixed by {', '.join(map(code, one.fixed_by))}.")
        lines.append(f"* {code(one.name)}: {' '.join(said)}")
    return lines


def _observations(fitting: Fitting) -> str:
    head = "| observation | off |\n|---|---|"
    rows = [
        f"| {observation.claim} ({code(observation.id)}) | {float(off):+.2f} |"
        for observation, off in zip(fitting.fit.observations, fitting.residuals, strict=False)
    ]
    return "\n".join([head, *rows])
