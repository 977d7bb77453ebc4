"""The same question under every model of a drug that applies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from titrate import markup
from titrate.errors import InvalidValue, require_choice
from titrate.library.disagreement import Spread
from titrate.search import Comparable, Comparison, DoseWindow, Goals
from titrate.search.words import edge_words
from titrate.simulation import Result

if TYPE_CHECKING:
    import pandas as pd

_EDGES = ("low", "high", "best")
_OPENINGS = {"low": "The window opens at", "high": "The window closes at"}
_NONE = "none"
_PER_CENT = 100.0


@dataclass(frozen=True, eq=False)
class Ensemble(Mapping[str, Comparable]):
    """Results or dose windows of one patient, by preset, with the spread of the models.

    Parameters
    ----------
    comparison : Comparison
        By preset.
    left_out : mapping of preset to reason
        Presets that do not apply.
    spreads : tuple of Spread
        Of results each curve's mean over the last day, of windows the edges, over the models.
    people : int
        How many people were drawn in each model; 0 if none.
    """

    comparison: Comparison
    left_out: Mapping[str, str]
    spreads: tuple[Spread, ...]
    people: int

    def __getitem__(self, preset: str) -> Comparable:
        require_choice("preset", preset, self.comparison)
        return self.comparison[preset]

    def __iter__(self) -> Iterator[str]:
        return iter(self.comparison)

    def __len__(self) -> int:
        return len(self.comparison)

    def spread(self, name: str) -> Spread:
        """Return by how much the models differ in a site, an endpoint or an edge.

        Raises
        ------
        UnknownName
            If not every model has it.
        """
        by_name = {each.name: each for each in self.spreads}
        return by_name[require_choice("quantity", name, by_name, plural="quantities")]

    def why(self) -> str:
        """Return which models disagree, by how much, and how much people differ, in sentences."""
        told = [_sentence(each, len(self)) for each in self._told()]
        if not self._is_of_windows and not self.people:
            told.append("How much people differ is not shown: give people=200, seed=1.")
        empty = [name for name, item in self.items() if _is_empty(item)]
        if empty:
            told.append(f"No dose meets every goal by {_listed(empty)}.")
        return " ".join([*told, *self._omitted()])

    def to_frame(self) -> pd.DataFrame:
        """Return one row per preset.

        Of results each curve's mean over the last 24 h and, where people were drawn, how much
        they differ (CV, per cent); of windows low, high, best and what sets the edges.
        """
        import pandas as pd

        if self._is_of_windows:
            return self.comparison.to_frame()
        columns: dict[str, object] = {"preset": list(self)}
        for each in self.spreads:
            name = f"{each.name} ({each.unit})" if each.unit else each.name
            columns[name] = list(each.by_preset.values())
            if each.cv_percent:
                columns[f"{each.name} people CV %"] = [each.cv_percent[preset] for preset in self]
        return pd.DataFrame(columns)

    @property
    def _is_of_windows(self) -> bool:
        return isinstance(next(iter(self.values())), DoseWindow)

    def _told(self) -> list[Spread]:
        """Return what is worth a sentence: plasma and what goals are about, or the edges."""
        goals = [goal.endpoint for goal in Goals().goals]
        wanted = _EDGES[:2] if self._is_of_windows else ("plasma", *goals)
        return [each for name in wanted for each in self.spreads if each.name == name]

    def _omitted(self) -> list[str]:
        if not self.left_out:
            return []
        each = "; ".join(f"{preset} ({why})" for preset, why in self.left_out.items())
        return [f"Left out: {each}."]

    def __repr__(self) -> str:
        models = markup.tally(len(self), "model")
        return f"{models}: {', '.join(self)}.\n{self.why()}"

    def _repr_html_(self) -> str:
        rows = [
            (
                each.name,
                each.unit,
                *(_in_table(each.by_preset.get(preset), each) for preset in self),
                each.factor,
                _between([*each.cv_percent.values()]) if each.cv_percent else "",
            )
            for each in self._told()
        ]
        first = next(iter(self.values()))
        return markup.card(
            f"One question, {markup.tally(len(self), 'model')}",
            markup.table(("", "unit", *self, "factor", "people CV"), rows),
            markup.paragraph(self.why()),
            markup.next_step("tt.plot(ensemble)", "ensemble.to_frame()"),
            small=[first.provenance.footer],
        )


def windows_apart(windows: Mapping[str, DoseWindow]) -> tuple[Spread, ...]:
    """Return the spread of each edge over the models that have a window."""
    found: list[Spread] = []
    for edge in _EDGES:
        doses = {name: getattr(window, edge) for name, window in windows.items()}
        known = {name: dose for name, dose in doses.items() if dose is not None}
        unit = next(iter(windows.values())).unit
        if known:
            ends = {name for name in known if windows[name].limited_by.get(edge) == "range"}
            found.append(Spread(edge, unit, known, {}, unmet=frozenset(ends)))
    return tuple(found)


def units_of(result: Result) -> dict[str, str]:
    """Return the unit of each curve of a result; a share has none."""
    sites = dict.fromkeys(result.concentration.curves, "ug/L")
    return sites | {name: result.response.units.get(name, "") for name in result.response.curves}


def _sentence(spread: Spread, models: int) -> str:
    what = _OPENINGS.get(spread.name, f"{_capital(spread.meaning or spread.name)} averages")
    low, high = _said(spread.low, spread), _said(spread.high, spread)
    across = _models(len(spread.by_preset), models)
    if low == high:
        said = f"{what} {low} in {across}"
    else:
        lowest, highest = (_named(preset, spread) for preset in (spread.lowest, spread.highest))
        said = f"{what} {low} ({lowest}) to {high} ({highest}) across {across}"
        if spread.low > 0:
            said += f", a factor of {spread.factor:.3g}"
    if spread.cv_percent:
        between = _between([*spread.cv_percent.values()])
        said += f"; people within one model differ by {between} (CV)"
    return f"{said}."


def _named(preset: str, spread: Spread) -> str:
    return f"{preset}, the end of the search" if preset in spread.unmet else preset


def _in_table(value: float | None, spread: Spread) -> float | str:
    if value is None:
        return _NONE
    return edge_words(value, spread.name) if spread.name in _OPENINGS else value


def _said(value: float, spread: Spread) -> str:
    if spread.name in _OPENINGS:
        return f"{edge_words(value, spread.name)} {spread.unit}"
    if spread.unit:
        return f"{markup.figures(value)} {spread.unit}"
    return f"{markup.figures(_PER_CENT * value)} %"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _models(count: int, of: int) -> str:
    return markup.tally(count, "model") if count == of else f"{count} of {of} models"


def _between(percents: list[float]) -> str:
    low, high = f"{min(percents):.2g}", f"{max(percents):.2g}"
    return f"{low} %" if low == high else f"{low} to {high} %"


def _is_empty(item: Comparable) -> bool:
    return isinstance(item, DoseWindow) and item.is_empty


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def require_some(found: Mapping[str, object], left_out: Mapping[str, str], name: str) -> None:
    """Raise `InvalidValue` if no preset applies, saying why each does not."""
    if not found:
        each = " ".join(f"{preset}: {why}." for preset, why in left_out.items())
        raise InvalidValue(
            f"No preset of {name} applies. {each}".strip(), "Ask about another patient or regimen."
        )
