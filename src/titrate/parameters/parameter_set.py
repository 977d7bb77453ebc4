"""All parameters of a drug, by name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from titrate import markup
from titrate.errors import InvalidValue, require_all, shown, unknown_name
from titrate.parameters.bibliography import bibliography
from titrate.parameters.parameter import Parameter
from titrate.parameters.provenance import Status

if TYPE_CHECKING:
    import pandas as pd

_ENTRIES = 'ParameterSet.of(Parameter("volume", 20, "L"), clearance=(1.1, "L/h"))'
_COLUMNS = (
    *("name", "value", "unit", "meaning", "status", "source"),
    *("cv_percent", "low", "high", "note"),
)


@dataclass(frozen=True)
class ParameterSet:
    """Parameters by name; a change is a new set.

    ``parameters["kappa_cord"]`` is the entry with its unit and source,
    ``parameters.value("kappa_cord")`` its number in internal units.

    Parameters
    ----------
    entries : tuple of Parameter
        In the order of the file.
    """

    entries: tuple[Parameter, ...]
    _by_name: dict[str, Parameter] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        entries = require_all("entries", self.entries, Parameter, _ENTRIES)
        object.__setattr__(self, "entries", entries)
        by_name = {entry.name: entry for entry in self.entries}
        if len(by_name) < len(self.entries):
            names = [entry.name for entry in self.entries]
            twice = sorted({name for name in names if names.count(name) > 1})
            raise InvalidValue(f"Two parameters are called {twice[0]!r}.", "Names are unique.")
        object.__setattr__(self, "_by_name", by_name)

    @classmethod
    def of(cls, *entries: Parameter, **short: tuple[float, str]) -> "ParameterSet":
        """Return a set written down in a notebook.

        ``ParameterSet.of(clearance=(1.1, "L/h"), volume=(20, "L"))`` makes assumed parameters;
        entries with a meaning and a source are given as `Parameter`.

        Raises
        ------
        InvalidValue
            If a name occurs twice, or a short form is not a pair of value and unit.
        WrongUnit
            If a unit is unknown.
        """
        return cls((*entries, *(_from_short(name, pair) for name, pair in short.items())))

    def value(self, name: str) -> float:
        """Return the value of ``name`` in internal units: h, ug, L, ug/L, L/h, 1/h."""
        return self[name].internal

    def with_values(self, **values: float) -> "ParameterSet":
        """Return a set with other values, each in the unit of its own entry.

        Raises
        ------
        UnknownName
            If there is no such parameter.
        InvalidValue
            If a value is not a single finite number or is impossible.
        """
        changed = {name: self[name].with_value(value) for name, value in values.items()}
        return ParameterSet(tuple(changed.get(entry.name, entry) for entry in self.entries))

    def counts(self) -> dict[str, int]:
        """Return how many parameters have each status: ``{"published": 3, ...}``."""
        words = [entry.status for entry in self.entries]
        return {word.value: words.count(word) for word in Status if word in words}

    def cite(self) -> str:
        """Return the sources behind these parameters, as text to print."""
        return bibliography(self.entries)

    def to_frame(self) -> "pd.DataFrame":
        """Return one row per parameter; ``value``, ``low`` and ``high`` are in ``unit``."""
        import pandas as pd

        nothing = (float("nan"), float("nan"))
        rows = [
            {
                "name": entry.name,
                "value": entry.value,
                "unit": entry.unit,
                "meaning": entry.meaning,
                "status": entry.status.value,
                "source": "; ".join(source.key for source in entry.sources),
                "cv_percent": entry.variability.cv_percent,
                "low": (entry.range or nothing)[0],
                "high": (entry.range or nothing)[1],
                "note": entry.note,
            }
            for entry in self.entries
        ]
        return pd.DataFrame(rows, columns=pd.Index(_COLUMNS))

    def keys(self) -> tuple[str, ...]:
        """Return the names, in order."""
        return tuple(self._by_name)

    def __getitem__(self, name: str) -> Parameter:
        try:
            return self._by_name[name]
        except (KeyError, TypeError):  # a list cannot even be looked up
            raise unknown_name("parameter", name, self._by_name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __repr__(self) -> str:
        count = markup.tally(len(self), "parameter")
        return f"<ParameterSet: {count}, {markup.counted(self.counts())}>"

    def _repr_html_(self) -> str:
        rows = [(e.name, f"{e.value:g}", e.unit, e.status.value, e.meaning) for e in self.entries]
        table = markup.table(("name", "value", "unit", "status", "meaning"), rows)
        return markup.card(
            f"{markup.tally(len(self), 'parameter')}: {markup.counted(self.counts())}",
            markup.folded("All of them", table),
            markup.next_step(f'parameters["{next(iter(self), "name")}"]', "parameters.cite()"),
            small=[markup.TEACHING_LINE],
        )


def _from_short(name: str, pair: tuple[float, str]) -> Parameter:
    if not isinstance(pair, tuple) or len(pair) != 2:
        raise InvalidValue(
            f"{name} is given as {shown(pair)}.", f'Give value and unit: {name}=(1.1, "L/h").'
        )
    value, unit = pair
    return Parameter(name, value, unit)
