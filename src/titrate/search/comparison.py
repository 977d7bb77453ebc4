"""Things side by side: results or windows of the same people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from titrate import markup
from titrate.errors import (
    InvalidValue,
    require_choice,
    require_kind,
    require_mapping,
    require_text,
    shown,
)
from titrate.search.goals import Goals
from titrate.search.terms import goal_notes
from titrate.search.varied_names import varied_words
from titrate.search.window import DoseWindow
from titrate.search.words import edges_words, set_by, step_words
from titrate.simulation import Result

if TYPE_CHECKING:
    import pandas as pd

Comparable = Result | DoseWindow

_EMPTY = "no dose meets every goal"


@dataclass(frozen=True, eq=False)
class Comparison(Mapping[str, Comparable]):
    """Results or dose windows by name, in order.

    Parameters
    ----------
    items_by_name : mapping of name to Result or DoseWindow
        All of one kind.
    varied : str
        What differs between them, where one thing does: ``"apparent_clearance"``.
    unit : str
        Its unit.
    values_by_name : mapping of name to value
        What was tried, where one thing was varied.
    """

    items_by_name: Mapping[str, Comparable]
    varied: str = ""
    unit: str = ""
    values_by_name: Mapping[str, object] = field(default_factory=dict[str, object])

    def __post_init__(self) -> None:
        require_mapping("items", self.items_by_name, '{"by mouth": one, "by pump": another}')
        for name in ("varied", "unit"):
            require_text(name, getattr(self, name))
        require_kind("values_by_name", self.values_by_name, Mapping, "Give values by name.")
        kinds = {type(item) for item in self.items_by_name.values()}
        if not kinds:
            raise InvalidValue("There is nothing to compare.", "Give at least one result.")
        if len(kinds) > 1 or not kinds <= {Result, DoseWindow}:
            names = ", ".join(sorted(kind.__name__ for kind in kinds))
            raise InvalidValue(
                f"These cannot stand side by side: {names}.",
                "Compare results with results, or dose windows with dose windows.",
            )

    def __getitem__(self, name: str) -> Comparable:
        require_choice("item", name, self.items_by_name)
        return self.items_by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.items_by_name)

    def __len__(self) -> int:
        return len(self.items_by_name)

    @property
    def title(self) -> str:
        """What was changed, or that things stand side by side."""
        return f"One thing changed: {varied_words(self.varied)}" if self.varied else "Side by side"

    def to_frame(self) -> pd.DataFrame:
        """Return one row per item.

        Of results: each endpoint's mean over the last day and the peaks of the sites; of windows:
        low, high, best, and what sets the edges; nothing of these where no dose meets every goal.
        """
        import pandas as pd

        tried = self.values_by_name
        rows = [
            {self.varied or "item": tried.get(name, name), **row(item)}
            for name, item in self.items()
        ]
        return pd.DataFrame(rows)

    def _in_short(self) -> pd.DataFrame:
        """Return the table for people: of the endpoints those of the default goals, if any."""
        import pandas as pd

        frame = self.to_frame()
        if "opens" in frame.columns:
            for column, side in (("opens", "low"), ("closes", "high")):
                frame[column] = [set_by(limit, side) for limit in frame[column]]
            ends = zip(frame["low"], frame["high"], strict=True)
            shown = [("", "") if pd.isna(low) else edges_words(low, high) for low, high in ends]
            frame["low"], frame["high"] = ([ends[side] for ends in shown] for side in (0, 1))
            frame["opens"] = frame["opens"].replace("", _EMPTY)
            frame["best"] = [
                "none" if pd.isna(best) else step_words(best) for best in frame["best"]
            ]
        usual = [goal.endpoint for goal in Goals().goals if goal.endpoint in frame.columns]
        return frame.filter([frame.columns[0], *usual]) if usual else frame

    @property
    def _notes(self) -> list[str]:
        """What there is to know of the goals of windows, by name where it is not so of all."""
        said: dict[str, list[str]] = {}
        for name, item in self.items():
            if isinstance(item, Result):
                continue
            for note in goal_notes(item.goals, item.endpoints, item.met_untreated):
                said.setdefault(note, []).append(name)
        return [
            note if len(names) == len(self) else f"{', '.join(names)}: {note}"
            for note, names in said.items()
        ]

    def __repr__(self) -> str:
        table = self._in_short().to_string(index=False, float_format=lambda value: f"{value:.3g}")
        return "\n".join([table, *self._notes])

    def _repr_html_(self) -> str:
        frame = self._in_short()
        first = next(iter(self.values()))
        return markup.card(
            self.title,
            markup.table([str(head) for head in frame.columns], frame.to_numpy().tolist()),
            *(markup.paragraph(note) for note in self._notes),
            small=["Draw it with tt.plot(comparison).", first.provenance.footer],
        )


def row(item: Comparable) -> dict[str, object]:
    """Return what a table says of one item."""
    if isinstance(item, DoseWindow):
        return {
            "low": item.low,
            "high": item.high,
            "best": item.best,
            "unit": item.unit,
            "opens": item.limited_by.get("low", ""),
            "closes": item.limited_by.get("high", ""),
        }
    summary = item.summary()
    responses = summary[summary["kind"] == "response"]
    sites = summary[summary["kind"] == "concentration"]
    found: dict[str, object] = dict(zip(responses["name"], responses["mean"], strict=True))
    found |= {
        f"{name} peak (ug/L)": peak for name, peak in zip(sites["name"], sites["peak"], strict=True)
    }
    return found


def compare(items: Mapping[str, Comparable]) -> Comparison:
    """Put results, or dose windows, side by side.

    Parameters
    ----------
    items : mapping of name to Result or DoseWindow
        ``{"by mouth": one, "by pump": another}``; all of one kind.

    Returns
    -------
    Comparison
        To print, to draw with `titrate.plot`, or as a table with ``to_frame``.

    Raises
    ------
    InvalidValue
        If there is nothing to compare, or the items are of several kinds.
    """
    if not isinstance(items, Mapping):
        raise InvalidValue(
            f"compare was given {shown(items)}.",
            'Give names and results: compare({"by mouth": one, "by pump": another}).',
        )
    return Comparison(dict(items))
