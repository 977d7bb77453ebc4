"""Write which assumed and fitted numbers a window rests on: ``python docs/search/make.py``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import titrate as tt
from titrate.search.words import edge_words

PAGE = Path(__file__).parent / "assumed-numbers.md"
MOVED = 0.1  # a change of an edge that the page reports, as a share of it
HELPED = tt.Goals(at_least={"relief_legs": 0.3})
HARMED = tt.Goals(at_most={"drowsiness": 0.3, "weakness": 0.2})
MS = tt.Patient(weight_kg=70, origin="ms", baseline_ashworth=3)
TABLETS = tt.oral(dose_mg=10, every_h=8, days=14)
PUMP = tt.pump(rate_ug_per_day=100, days=14)

# Searched to the end of each door's domain, so that few edges lie beyond.
WINDOWS = {
    "by mouth, after 14 days": (TABLETS, {"daily_mg": (1.5, 300)}),
    "by pump, after 14 days": (PUMP, {"daily_ug": (5, 2003)}),
    "by pump, adapted": (PUMP, {"daily_ug": (5, 2003), "initial": "adapted"}),
}

HEAD = """# The assumed and fitted numbers that a window rests on

Every number of baclofen that is assumed, or derived by fitting it on trials, was halved and
doubled, one at a time, for one patient (multiple sclerosis, 70 kg) and the default goals. The table
holds those that move an edge by more than 10 %; no other does. `python docs/search/make.py` writes
this page.

{edges}

* A cell says by how many per cent an edge moves when the number is halved / when it is doubled; a
  dot is a move of 10 % or less.
* The lower edge is where relief becomes enough, the upper where drowsiness or weakness becomes too
  much, even where the two have crossed: `x` marks a change that leaves no window.
* `>` is an edge beyond the highest dose of the door's domain ({domains}).
* Where half or double is not possible the number goes to the last value that is; the second column
  says so.

Half and double are one measure for all and no plausible range. The ranges that the evidence leaves
are in `params/baclofen/adult.toml`, and `window.over_ranges()` follows the edges over them. For the
answer to a single per cent, in a patient of your own, ask `window.sensitivity()`.

"""


@dataclass(frozen=True)
class Edges:
    """Both edges of a window: where relief is enough and where harm is too much."""

    low: float
    high: float
    beyond: tuple[bool, bool]

    @property
    def is_empty(self) -> bool:
        """Whether harm is too much before relief is enough."""
        return self.low > self.high


def edges_of(drug: tt.DrugModel, which: str) -> Edges:
    """Return the edges of one of the windows."""
    regimen, how = WINDOWS[which]
    helped = tt.find_window(drug, MS, regimen, goals=HELPED, **how)
    harmed = tt.find_window(drug, MS, regimen, goals=HARMED, **how)
    last = helped.searched[1]
    low = last if helped.low is None else helped.low
    high = helped.searched[0] if harmed.high is None else harmed.high
    return Edges(low, high, (helped.low is None, high == last))


def tried(parameter: tt.Parameter) -> tuple[float, float]:
    """Return half and double of a number, or the nearest values that are possible."""
    low, high = parameter.limits
    return max(parameter.value / 2, low), min(parameter.value * 2, high)


def is_soft(parameter: tt.Parameter) -> bool:
    """Return whether a number was chosen or fitted, not published or worked out."""
    return parameter.status.value == "assumed" or bool(parameter.fitted_on)


def row(drug: tt.DrugModel, name: str, before: dict[str, Edges]) -> tuple[float, str]:
    """Return how far a number moves any edge, as a share of it, and its line of the table."""
    parameter = drug.parameters[name]
    values = tried(parameter)
    cells: list[str] = []
    most = 0.0
    for which, here in before.items():
        both = [edges_of(drug.with_values(**{name: value}), which) for value in values]
        for side, end in enumerate(("low", "high")):
            moves = [getattr(there, end) / getattr(here, end) - 1 for there in both]
            most = max(most, *(abs(move) for move in moves))
            said = [_move(move, there, side) for move, there in zip(moves, both, strict=True)]
            cells.append(" / ".join(said))
    unit = "" if parameter.unit == "1" else f" {parameter.unit}"
    usual = parameter.value / 2, parameter.value * 2
    limits = "" if values == usual else f" (tried {values[0]:g} and {values[1]:g})"
    value = f"{parameter.value:g}{unit}{limits}"
    return most, f"| `{name}` | {value} | {parameter.status.value} | {' | '.join(cells)} |"


def _move(move: float, there: Edges, side: int) -> str:
    if there.beyond[side]:
        return ">"
    said = "·" if abs(move) <= MOVED else f"{100 * move:+.0f}".replace("-", "−")
    return f"{said} x" if there.is_empty and said != "·" else said


def page() -> str:
    """Return the page."""
    drug = tt.load_drug("baclofen")
    before = {which: edges_of(drug, which) for which in WINDOWS}
    rows = [row(drug, name, before) for name in drug.parameters if is_soft(drug.parameters[name])]
    moved = sorted((each for each in rows if each[0] > MOVED), key=lambda each: -each[0])
    units = {which: "mg/day" if "mouth" in which else "ug/day" for which in WINDOWS}
    edges = [
        f"* {which.capitalize()}: {edge_words(here.low, 'low')} to "
        f"{edge_words(here.high, 'high')} {units[which]}."
        for which, here in before.items()
    ]
    domains = ", ".join(
        f"{how.get('daily_mg', how.get('daily_ug'))[1]:,g} {units[which]} {which.partition(',')[0]}"
        for which, (_, how) in list(WINDOWS.items())[:2]
    )
    heads = [f"{which}: {side}" for which in WINDOWS for side in ("lower", "upper")]
    table = [
        f"| number | value | status | {' | '.join(heads)} |",
        f"|---|---|---|{'---|' * len(heads)}",
        *(line for _, line in moved),
    ]
    return HEAD.format(edges="\n".join(edges), domains=domains) + "\n".join(table) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
