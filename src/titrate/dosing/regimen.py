"""A regimen: everything a person is given, as one value that can be joined, scaled and read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from titrate.dosing.checks import UG_PER_MG, not_beyond_the_end, not_too_many, scale_factor, whole
from titrate.dosing.daily import DailyPart, daily_parts
from titrate.dosing.doses import Doses
from titrate.dosing.event_courses import courses, require_mapping_of_routes
from titrate.dosing.event_reading import read_event_table
from titrate.dosing.event_writing import write_event_table
from titrate.dosing.expansion import dose_count, end_h, expand
from titrate.dosing.repeating import Repeating, repeating
from titrate.dosing.tree import Missed, Part, depth, phases, scaled, together
from titrate.dosing.writing import write
from titrate.errors import InvalidValue, shown
from titrate.markup import tally

if TYPE_CHECKING:
    import pandas as pd

_GIVE = "Give a regimen: oral(...), pump(...), prescription('...')."
# Text and tree are walked by functions that call themselves; no prescription nests this deeply.
DEEPEST_NESTING = 50


@dataclass(frozen=True, repr=False)
class Regimen:
    """What is given, when, and by which door.

    Regimens come from `oral`, `iv`, `bolus`, `pump`, `pump_schedule`, `taper` and
    `prescription`; they are joined with `then` and ``+``. Two regimens are equal when they are
    written alike. ``str`` gives the canonical prescription, and `prescription` reads it back.

    Examples
    --------
    >>> from titrate.dosing import oral, pump
    >>> weaning = pump(rate_ug_per_day=100, days=7) + oral(dose_mg=10, every_h=8, days=7)
    >>> print(weaning)
    (pump 100 ug/day for 7 days together with oral 10 mg every 8 h for 7 days)
    >>> weaning.end_h
    168.0
    """

    tree: Part

    def __post_init__(self) -> None:
        if not isinstance(self.tree, Part):
            raise InvalidValue(f"Regimen() was given {shown(self.tree)}.", _instead_of(self.tree))
        if depth(self.tree) > DEEPEST_NESTING:
            raise InvalidValue(
                f"This regimen is nested more than {DEEPEST_NESTING} deep.",
                "Join its parts in a flatter order.",
            )
        not_beyond_the_end(self.end_h)
        not_too_many(dose_count(self.tree))

    @cached_property
    def doses(self) -> Doses:
        """Every administration, in time order."""
        return expand(self.tree)

    @property
    def end_h(self) -> float:
        """When the regimen ends, h; a single dose lasts to the end of its day."""
        return float(end_h(self.tree))

    @property
    def repeating(self) -> Repeating | None:
        """The pattern in force at the start, or None if nothing repeats.

        Of several phases it is that of the first. Courses given together repeat after their
        least common multiple, if that is at most 28 days. A single dose repeats nothing, nor
        does a regimen with missed doses.
        """
        return repeating(self.tree)

    @property
    def daily_parts(self) -> tuple[DailyPart, ...]:
        """What each constant part gives, each time and per day."""
        return daily_parts(self.tree)

    def then(self, other: "Regimen") -> "Regimen":
        """Return this regimen followed by ``other``, which starts at this one's end.

        Raises
        ------
        InvalidValue
            If ``other`` is not a regimen, or the whole is longer than 200 years.
        """
        if not isinstance(other, Regimen):
            raise InvalidValue(f"then() was given {shown(other)}.", _instead_of(other))
        return Regimen(phases(self.tree, other.tree))

    def __add__(self, other: "Regimen") -> "Regimen":
        """Return both regimens from time 0 on; the sum ends with the later one."""
        if not isinstance(other, Regimen):
            return NotImplemented
        return Regimen(together(self.tree, other.tree))

    def scaled(self, factor: float) -> "Regimen":
        """Return the regimen with every amount and rate times a factor, its times unchanged.

        Raises
        ------
        InvalidValue
            If the factor is not a finite number of at least 0.
        """
        return Regimen(scaled(self.tree, scale_factor("The factor of scaled()", factor)))

    def without(self, missed: Iterable[int]) -> "Regimen":
        """Return the regimen with some doses missed; its end stays.

        Parameters
        ----------
        missed : iterable of int
            Numbers of the doses, counted from 1 in time order. A pump at a constant rate is one
            dose; on a pump schedule each stretch from one written clock time to the next is one.

        Raises
        ------
        InvalidValue
            If a number is not whole, is given twice, or there is no such dose.
        """
        numbers = _numbers(missed)
        count = dose_count(self.tree)
        unknown = [number for number in numbers if number > count]
        if unknown:
            raise InvalidValue(
                f"There is no dose {unknown[0]}: this regimen has {tally(count, 'dose')}.",
                "Doses are counted from 1 in time order; to_frame() lists them.",
            )
        if not numbers:
            return self
        if not isinstance(self.tree, Missed):
            return Regimen(Missed(self.tree, numbers))
        before = set(self.tree.numbers)
        left = [n for n in range(1, count + len(before) + 1) if n not in before]
        both = sorted(before.union(left[number - 1] for number in numbers))
        return Regimen(Missed(self.tree.part, tuple(both)))

    def to_frame(self) -> "pd.DataFrame":
        """Return one row per dose, in the unit of its door.

        Returns
        -------
        pandas.DataFrame
            dose (counted from 1), time_h, amount, unit ("mg", "mg/kg" or "ug"), duration_h,
            route, at.
        """
        import pandas as pd

        doses = self.doses
        units = ["ug" if route == "intrathecal" else "mg" for route in doses.route]
        return pd.DataFrame(
            {
                "dose": range(1, len(doses) + 1),
                "time_h": doses.time_h,
                "amount": doses.amount_ug / [1.0 if u == "ug" else UG_PER_MG for u in units],
                "unit": [f"{u}/kg" if kg else u for u, kg in zip(units, doses.per_kg, strict=True)],
                "duration_h": doses.duration_h,
                "route": doses.route,
                "at": pd.Series(doses.at, dtype=object),
            }
        )

    @staticmethod
    def from_event_table(
        table: "pd.DataFrame", *, routes: Mapping[int | str, str] | None = None
    ) -> "Regimen":
        """Return the regimen that one person's event table gives.

        Parameters
        ----------
        table : pandas.DataFrame
            In the field's columns, whatever their case: TIME, AMT, RATE, II, ADDL, EVID, and the
            route in CMT or ROUTE. AMT is in AMT_UNIT; without that column in mg by mouth and
            vein, in ug into the spinal fluid. SEGMENT is lumbar where it is not written.
        routes : mapping of int or str to str, optional
            The route that each CMT stands for: ``{1: "oral", 2: "iv"}``.

        Raises
        ------
        InvalidValue
            Naming the row, for a cell that cannot stand or that no regimen can say: a reset, a
            steady state, a modelled rate; or if the table is about several people.
        InvalidTimes
            If the times go backwards.
        UnknownName
            For a route, a segment or a unit that there is not.

        Examples
        --------
        >>> from titrate.dosing import Regimen, oral
        >>> table = oral(dose_mg=10, every_h=8, days=14).to_event_table()
        >>> print(Regimen.from_event_table(table))
        oral 10 mg every 8 h for 14 days
        """
        named = {} if routes is None else require_mapping_of_routes(routes)
        return Regimen(courses(read_event_table(table), named))

    def to_event_table(self) -> "pd.DataFrame":
        """Return the doses in the field's columns, a row for each course.

        Returns
        -------
        pandas.DataFrame
            ID (1), TIME, EVID (1), AMT, RATE, II, ADDL, CMT (the route), AMT_UNIT, and SEGMENT
            where a dose goes into the spinal fluid. Doses per kg keep their unit, mg/kg.

        Raises
        ------
        InvalidValue
            If a dose is 0, which the field has no row for.
        """
        return write_event_table(self.tree)

    def __str__(self) -> str:
        return write(self.tree)

    def __repr__(self) -> str:
        return f"Regimen({str(self)!r})"

    def __reduce__(self) -> tuple[type["Regimen"], tuple[Part]]:
        # The cached doses are left behind: they would come back as arrays one can write to.
        return Regimen, (self.tree,)


def require_regimen(regimen: Regimen, hint: str = _GIVE) -> Regimen:
    """Return ``regimen`` if it is one, else raise `InvalidValue`; text is to be read first."""
    if not isinstance(regimen, Regimen):
        raise InvalidValue(f"regimen is {shown(regimen)}.", _instead_of(regimen, hint))
    return regimen


def _instead_of(value: object, hint: str = _GIVE) -> str:
    if isinstance(value, str):
        return f"Read the text first: tt.prescription({value!r}). {hint}"
    return hint


def _numbers(missed: Iterable[int]) -> tuple[int, ...]:
    if isinstance(missed, str) or not isinstance(missed, Iterable):
        raise InvalidValue(
            f"without() was given {missed!r}.", "Give a list of dose numbers: without([4, 5])."
        )
    numbers = tuple(sorted(whole("A dose number of without()", number) for number in missed))
    for earlier, number in pairwise(numbers):
        if number == earlier:
            raise InvalidValue(f"Dose {number} is listed twice.", "List each missed dose once.")
    return numbers
