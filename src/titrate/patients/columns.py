"""People as columns: an array for each thing that is known of some of them.

Whatever a person leaves open is NaN in a column of numbers and empty in a column of words: no
patient may have either of these as a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from titrate.errors import InvalidValue, require_kind, shown
from titrate.markup import tally
from titrate.patients.draws import Seed, Words, checked_seed, streams_named
from titrate.patients.occasions import Occasions, PersonalOccasions
from titrate.patients.patient import COVARIATES, Patient, patient_of
from titrate.timecourse import Array, frozen

Column = npt.NDArray[np.float64] | npt.NDArray[np.str_]
if TYPE_CHECKING:
    import pandas as pd

_OCCASIONS = 'Give Occasions({"absorption_rate": 30}).'

Which = slice | np.ndarray


@dataclass(frozen=True, eq=False)
class Columns:
    """Ordered people, as columns.

    Parameters
    ----------
    names : tuple of str
        Each once.
    covariates : mapping of name to array (people,)
        Those that somebody has.
    eta : mapping of parameter name to Array (people,)
        Those in which somebody deviates.
    streams : unsigned array (people,), optional
        Who people are, as far as draws go; by default that follows from their names.
    occasions : PersonalOccasions, optional
    notes : tuple of str
        What a reader of results should know of how the people came about.
    """

    names: tuple[str, ...]
    covariates: Mapping[str, Column]
    eta: Mapping[str, Array]
    streams: Words | None = None
    occasions: PersonalOccasions | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _require_own_names(self.names, len(self.names))
        for column in (*self.covariates.values(), *self.eta.values()):
            column.setflags(write=False)

    @staticmethod
    def of(patients: Sequence[Patient], names: tuple[str, ...]) -> Columns:
        """Return patients as columns."""
        _require_own_names(names, len(patients))
        covariates: dict[str, Column] = {}
        for name in COVARIATES:
            values = [getattr(patient, name) for patient in patients]
            if any(value is not None for value in values):
                nothing = "" if name == "origin" else np.nan
                covariates[name] = np.array([nothing if v is None else v for v in values])
        deviating = sorted({name for patient in patients for name in patient.eta})
        eta = {
            name: np.array([patient.eta.get(name, np.nan) for patient in patients])
            for name in deviating
        }
        return Columns(names, covariates, eta)

    def patient(self, place: int) -> Patient:
        """Return one person."""
        return next(self.patients(range(place, place + 1)))

    def patients(self, places: range) -> Iterator[Patient]:
        """Return people in a row, one by one."""
        who = slice(places.start, places.stop)
        known = {name: column[who].tolist() for name, column in self.covariates.items()}
        eta = {name: values[who].tolist() for name, values in self.eta.items()}
        for place in range(len(places)):
            own = {name: column[place] for name, column in known.items()}
            deviating = {name: values[place] for name, values in eta.items()}
            # NaN differs from itself.
            yield patient_of(
                {name: v for name, v in own.items() if v == v and v != ""},  # noqa: PLR0124
                {name: v for name, v in deviating.items() if v == v},  # noqa: PLR0124
            )

    def take(self, who: Which) -> Columns:
        """Return some of the people, in the order asked for."""
        names = (
            self.names[who]
            if isinstance(who, slice)
            else tuple(self.names[place] for place in who.tolist())
        )
        if not names:
            raise InvalidValue(
                f"Nobody is left of {tally(len(self.names), 'person', 'people')}.",
                "Choose at least one person.",
            )
        return Columns(
            names,
            {name: column[who] for name, column in self.covariates.items()},
            {name: values[who] for name, values in self.eta.items()},
            None if self.streams is None else self.streams[who],
            None if self.occasions is None else self.occasions.take(who),
            self.notes,
        )

    @property
    def known_streams(self) -> Words:
        """Who people are, as far as draws go, (people,)."""
        return streams_named(self.names) if self.streams is None else self.streams

    def to_frame(self) -> pd.DataFrame:
        """Return one row per person: patient, covariates, deviations."""
        import pandas as pd

        columns: dict[str, object] = {"patient": list(self.names), **self.covariates}
        columns |= {f"eta_{name}": values for name, values in self.eta.items()}
        return pd.DataFrame(columns)

    def with_occasions(self, occasions: Occasions | None, seed: Seed | None) -> Columns:
        """Return the people with the occasions that a seed gives them; None for none."""
        if occasions is None:
            return replace(self, occasions=None)
        require_kind("occasions", occasions, Occasions, _OCCASIONS)
        own = PersonalOccasions.of(occasions, checked_seed(seed), self.known_streams)
        return replace(self, occasions=own)

    def with_covariate(self, name: str, value: float | str | None) -> Columns:
        """Return the people with one covariate, already checked, the same in all; None for open."""
        others = {key: column for key, column in self.covariates.items() if key != name}
        own = {} if value is None else {name: np.full(len(self.names), value)}
        return replace(self, covariates=others | own)


def _require_own_names(names: Sequence[str], count: int) -> None:
    if not count:
        raise InvalidValue("The population is empty.", "Give at least one person.")
    different = len(set(names))
    if len(names) != count or different != count:
        raise InvalidValue(
            f"{tally(count, 'person', 'people')} with {tally(different, 'different name')}.",
            "Give each person a name of their own.",
        )


def joined(parts: Sequence[Columns]) -> Columns:
    """Return several groups of people as one, in order.

    Raises
    ------
    InvalidValue
        If a name occurs twice, or not all have the same occasions.
    """
    seen: set[str] = set()
    for part in parts:
        twice = [name for name in part.names if name in seen]
        if twice:
            raise InvalidValue(
                f"{tally(len(twice), 'name')} in more than one population: "
                f"{', '.join(map(shown, twice[:3]))}{', ...' if len(twice) > 3 else ''}.",
                'Give people names of their own, as Population.sample(..., prefix="a") does, and '
                "samples seeds of their own.",
            )
        seen.update(part.names)
    counts = [len(part.names) for part in parts]
    streams = np.concatenate([part.known_streams for part in parts])
    covariates = [name for name in COVARIATES if any(name in part.covariates for part in parts)]
    deviating = list(dict.fromkeys(name for part in parts for name in part.eta))
    return Columns(
        tuple(name for part in parts for name in part.names),
        {name: _stacked(name, [p.covariates for p in parts], counts) for name in covariates},
        {name: frozen(_stacked(name, [p.eta for p in parts], counts)) for name in deviating},
        streams,
        _same_occasions(parts),
        tuple(dict.fromkeys([*(note for part in parts for note in part.notes), *_twins(streams)])),
    )


def _twins(streams: Words) -> list[str]:
    """Return the note on people whose numbers are drawn from one stream, if there are such."""
    _, count = np.unique(streams, axis=0, return_counts=True)
    alike = int(count[count > 1].sum())
    if not alike:
        return []
    return [
        f"{alike:,} of these people draw the same numbers as another: samples of one seed hold the "
        "same people. Give each a seed of its own, or go on with after=."
    ]


def _stacked(name: str, parts: Sequence[Mapping[str, Any]], counts: Sequence[int]) -> Any:
    """Return one column of several groups, open for those who lack it."""
    nothing = "" if name == "origin" else np.nan
    return np.concatenate(
        [part.get(name, np.full(n, nothing)) for part, n in zip(parts, counts, strict=True)]
    )


def _same_occasions(parts: Sequence[Columns]) -> PersonalOccasions | None:
    drawn = [part.occasions for part in parts if part.occasions is not None]
    if not drawn:
        return None
    if len(drawn) < len(parts) or any(one.occasions != drawn[0].occasions for one in drawn):
        words = [str(part.occasions and part.occasions.occasions) for part in parts]
        first = next(word for word in words if word != words[0])
        raise InvalidValue(
            f"People differ from occasion to occasion in two ways: {words[0]} and {first}.",
            "Give them all the same Occasions, with Population.with_occasions.",
        )
    return PersonalOccasions(drawn[0].occasions, np.concatenate([one.streams for one in drawn]))
