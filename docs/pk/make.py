"""Write how right the kinetics are: ``python docs/pk/make.py``."""

from __future__ import annotations

import math
import sys
from pathlib import Path

# The stored digits stand with the tests.
sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.reference.witnessed import CASES, INTEGRATED, Witnessed, apart

PAGE = Path(__file__).parent / "accuracy.md"
# Below this the last digits of a machine are compared, and machines differ.
_LEAST = 1e-14

PAGE_TEXT = """# How right the kinetics are

Two ways lead to every curve: `method="exact"`, by matrix exponentials, and `method="ode"`, by
numerical integration. Both are held against a third that shares no code with them:
`tests/reference/make_reference.py` and `make_hard_cases.py` write the equations by hand and solve
them with mpmath at 50 digits. For teaching and research, never for dosing a patient.

## Three witnesses

A difference is the largest absolute difference over the curve's own maximum, over all curves and
people of the case, rounded up to a power of ten; what is below 1e-14 is not told apart.
`python docs/pk/make.py` works all of them out anew and writes this page; a test holds the page, the
exact solution to 1e-11 and the integrated one (LSODA, rtol 1e-11) to 1e-8.

{table}

The digits are stored beside the scripts that made them, with the numbers that went in: where
`params/baclofen/adult.toml` changes, a test says so.

## What holds besides

Of random bodies and courses of doses, by Hypothesis, in `tests/laws/test_kinetics_laws.py`:

| | promised |
|---|---|
| exact against integrated (LSODA, rtol 1e-11) | 1e-8 |
| all that has arrived is in some compartment | 1e-12 of the dose |
| a run in two pieces against the run in one | 1e-11 |
| a steady state after two more days of its pattern | 1e-11 |
| twice the dose, twice the curve; two regimens together, the sum of their curves | 1e-12 |

## Why so close

Squaring a matrix doubles the round-off that a whole column shares. That share is known: a column of
amounts sums to one, and what nothing flows back into (a delay, a constant input) decays by its own
rate alone. Scaling each column to that after each squaring removes it, so neither fast rates nor
long stretches cost digits.

## Where less holds

* **Times are known to 1e-9 h.** Lengths that agree to that many digits share their mathematics.
  Doses and rate changes closer than 1e-6 h are one cut; the whole amount still arrives.
* **Models whose rates change, and curved ones,** have peaks found by looking ever closer (1e-9 of
  the maximum) and time above a level on straight lines of a quarter of an hour.
* **The default of `method="ode"`** is rtol 1e-8, not the 1e-11 of the table; give
  `Ode("LSODA", rtol=1e-11, atol=1e-13)` for that.

A peak, a trough or a time above a level does not depend on the output times: the mesh starts at a
tenth of the fastest time constant after each dose and doubles from there to a quarter of an hour.

All this says that the equations are solved, not that they are the right ones: see
[what the model may be trusted with](../credibility.md).
"""


def differences(case: Witnessed) -> tuple[float, float, float]:
    """Return exact against 50 digits, integrated against 50 digits, exact against integrated."""
    exact, integrated = case.found("exact"), case.found(INTEGRATED)
    wanted = case.wanted
    return apart(exact, wanted), apart(integrated, wanted), apart(integrated, exact)


def at_most(difference: float) -> float:
    """Return the power of ten that a difference does not exceed."""
    return max(10.0 ** math.ceil(math.log10(difference)) if difference else 0.0, _LEAST)


def row(case: Witnessed) -> str:
    """Return the line of a case."""
    cells = [f"1e{round(math.log10(at_most(each)))}" for each in differences(case)]
    return f"| {case.hard} | {' | '.join(cells)} |"


def page() -> str:
    """Return the page."""
    heads = ("case", *("exact, 50 digits", "integrated, 50 digits", "exact, integrated"))
    table = [f"| {' | '.join(heads)} |", "|---|---:|---:|---:|", *map(row, CASES.values())]
    return PAGE_TEXT.format(table="\n".join(table))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
