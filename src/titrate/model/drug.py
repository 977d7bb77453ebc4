"""A drug as one value: whoever has it can simulate it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from titrate import markup
from titrate.dosing import ROUTES, Regimen, require_regimen
from titrate.errors import (
    UnknownName,
    require_all,
    require_callable,
    require_choice,
    require_kind,
    require_mapping,
    require_text,
)
from titrate.model.dose_check import checked_doses
from titrate.model.individual import require_known_deviations
from titrate.parameters import Door, ParameterSet, PatientDefaults, bibliography
from titrate.patients import Patient, People, Population, people_of
from titrate.pd import Endpoint
from titrate.pk import CompartmentModel
from titrate.timecourse import Array

Values = Mapping[str, Array]
_PARAMETERS = 'Give a ParameterSet: ParameterSet.of(clearance=(1.1, "L/h")).'
_DOORS = 'doors={"oral": Door("mg", 5)}'
_FUNCTIONS = {
    "individual": "Give a function of parameters and people that returns values by name.",
    "kinetics": "Give a function of values that returns a CompartmentModel.",
    "endpoints": "Give a function of values that returns a tuple of endpoints.",
}


def _nothing_known() -> PatientDefaults:
    return PatientDefaults({}, {}, {})


def _no_endpoints(values: Values) -> tuple[Endpoint, ...]:  # noqa: ARG001
    return ()


@dataclass(frozen=True, eq=False)
class DrugModel:
    """A drug: parameters, individual values, kinetics, endpoints, doors.

    Parameters
    ----------
    name : str
    parameters : ParameterSet
    individual : callable
        ``(parameters, people) -> values``: name to array (people,), in internal units. Covariates
        act here.
    kinetics : callable
        ``values -> CompartmentModel``.
    endpoints : callable
        ``values -> tuple of Endpoint``; none by default.
    doors : mapping of route to Door
        Doses by a route without a door are refused.
    patient : PatientDefaults
        What counts as given of a patient, and the limits of belief.
    preset : str
        The population whose numbers these are.
    lacks : mapping of name to reason
        Routes, segments, sites and endpoints that other presets of the drug have and this one
        has not, and why.
    instead : str
        The preset that has them.
    besides : tuple of str
        What is done to people besides giving them the drug, in sentences for results.
    """

    name: str
    parameters: ParameterSet
    individual: Callable[[ParameterSet, People], Values]
    kinetics: Callable[[Values], CompartmentModel]
    endpoints: Callable[[Values], tuple[Endpoint, ...]] = _no_endpoints
    doors: Mapping[str, Door] = field(default_factory=dict[str, Door])
    patient: PatientDefaults = field(default_factory=_nothing_known)
    preset: str = ""
    lacks: Mapping[str, str] = field(default_factory=dict[str, str])
    instead: str = ""
    besides: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_text("The name of a drug", self.name)
        require_kind("parameters", self.parameters, ParameterSet, _PARAMETERS)
        for name, hint in _FUNCTIONS.items():
            require_callable(name, getattr(self, name), hint)
        for route, door in require_mapping("doors", self.doors, _DOORS).items():
            require_choice("route", route, ROUTES)
            require_kind(f"The door {route!r}", door, Door, f"Give {_DOORS}.")
        require_kind("patient", self.patient, PatientDefaults, "Give PatientDefaults.")
        for name in ("preset", "instead"):
            require_text(name, getattr(self, name))
        require_mapping("lacks", self.lacks, 'lacks={"brain": "it has no brain"}')
        besides = require_all("besides", self.besides, str, "a tuple of sentences")
        object.__setattr__(self, "besides", besides)

    def with_values(self, **values: float) -> DrugModel:
        """Return the drug with other parameter values, each in the unit of its own entry.

        Raises
        ------
        UnknownName
            If there is no such parameter.
        InvalidValue
            If a value is not a finite number or is impossible.
        """
        return replace(self, parameters=self.parameters.with_values(**values))

    def people(self, who: Patient | Population) -> People:
        """Return people with every covariate known, checked against what the drug is for.

        Their notes say for whom of them another preset of the drug is made.

        Raises
        ------
        InvalidValue
            If a covariate lies outside the domain of the drug's preset.
        UnknownName
            If a person deviates in a parameter that does not vary between people.
        """
        require_kind("who", who, Patient | Population, "Give a Patient or a Population.")
        people = people_of(who, self.patient.defaults, self.patient.domain)
        require_known_deviations(self.parameters, people)
        return replace(people, notes=(*people.notes, *self._better_presets(people)))

    def _better_presets(self, people: People) -> tuple[str, ...]:
        """Return which presets of the drug are made for some of the people, in sentences."""
        notes: list[str] = []
        for preset, whom in self.patient.presets.items():
            here = np.ones(len(people), dtype=bool)
            for name, (low, high) in whom.items():
                here &= (people.number(name) >= low) & (people.number(name) <= high)
            if here.any():
                spans = " and ".join(f"{n} {a:g} to {b:g}" for n, (a, b) in whom.items())
                who = "this patient" if people.alone else f"{np.sum(here):,} of these people"
                notes.append(
                    f"For {who} there is the preset {preset!r} of {self.name} ({spans}): "
                    f'load_drug("{self.name}", "{preset}").'
                )
        return tuple(notes)

    def check(
        self, regimen: Regimen, *, weight_kg: Array | None = None, unusual_dose: bool = False
    ) -> tuple[str, ...]:
        """Return notes on doses that are not usual; refuse those outside the domain.

        See `titrate.model.checked_doses`.

        Raises
        ------
        UnknownName
            If the drug's preset leaves out a door or a segment that the regimen uses.
        """
        for part in require_regimen(regimen).daily_parts:
            self.require_has("route", part.route)
            self.require_has("segment", part.at)
        return checked_doses(self.doors, regimen, weight_kg=weight_kg, unusual_dose=unusual_dose)

    def require_has(self, kind: str, name: str | None) -> None:
        """Raise `UnknownName` if this is something that the drug's preset leaves out.

        Parameters
        ----------
        kind : str
            What the name is of: ``"endpoint"``.
        name : str or None
        """
        if isinstance(name, str) and name in self.lacks:
            raise UnknownName(
                f"The preset {self.preset!r} of {self.name} has no {kind} {name!r}: "
                f"{self.lacks[name]}.",
                f'Take load_drug("{self.name}", preset="{self.instead}").',
            )

    def cite(self) -> str:
        """Return the sources behind the drug's numbers and doors, as text to print."""
        return bibliography(self.parameters.entries, self.doors.items())

    def __repr__(self) -> str:
        preset = f" ({self.preset})" if self.preset else ""
        routes = ", ".join(self.doors) or "no doors"
        return f"<drug {self.name}{preset}: {routes}; {self.parameters!r}>"

    def _repr_html_(self) -> str:
        preset = f" ({self.preset})" if self.preset else ""
        doors = [
            (route, door.unit, door.step, _span(door.usual_per_day), _span(door.usual_per_dose))
            for route, door in self.doors.items()
        ]
        count, counts = len(self.parameters), markup.counted(self.parameters.counts())
        return markup.card(
            f"{self.name}{preset}",
            markup.table(("door", "unit", "step", "usual a day", "usual a dose"), doors),
            markup.paragraph(f"{markup.tally(count, 'parameter')}: {counts}."),
            markup.next_step("drug.parameters", "tt.find_window(drug, patient, regimen)"),
            small=[markup.TEACHING_LINE],
        )


def _span(pair: tuple[float, float] | None) -> str:
    return f"{pair[0]:g} to {pair[1]:g}" if pair else ""
