"""The kinetic half of a simulation: who is given what, and what arrives at the sites."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from titrate.dosing import Regimen
from titrate.errors import InvalidModel, require_kind, require_mapping, unknown_name
from titrate.model import DrugModel, Values
from titrate.patients import Patient, People, Population
from titrate.pd import AnyAdaptation, Endpoint
from titrate.pk import CompartmentModel, Ode, Problem, State, problem_of, state_of
from titrate.simulation.occasions import model_in_turn, require_changes_in_time
from titrate.simulation.provenance import Provenance
from titrate.timecourse import Array, frozen

ORDER = "The order is drug, patient, regimen."
_RETURN = "Return a CompartmentModel, such as one_compartment_oral(...)."


@dataclass(frozen=True, eq=False)
class Subject:
    """A drug in given people: their values, their body, their endpoints.

    Parameters
    ----------
    drug : DrugModel
    people : People
    values : mapping of name to Array (people,)
    model : CompartmentModel
    endpoints : tuple of Endpoint
        As they usually are.
    curves_change : bool
        Whether response curves differ from occasion to occasion.
    """

    drug: DrugModel
    people: People
    values: Values
    model: CompartmentModel
    endpoints: tuple[Endpoint, ...]
    curves_change: bool = False

    @property
    def weight_kg(self) -> Array | None:
        """Body weights (people,), None where the drug knows of none."""
        known = "weight_kg" in self.people.covariates
        return self.people.number("weight_kg") if known else None

    def take(self, who: slice) -> Subject:
        """Return some of the people."""
        values = {name: v[who] if len(v) > 1 else v for name, v in self.values.items()}
        model = self.model.take(who) if self.model.people > 1 else self.model
        endpoints = self.drug.endpoints(values)
        people = self.people.take(who)
        return Subject(self.drug, people, values, model, endpoints, self.curves_change)

    def provenance(self, notes: tuple[str, ...]) -> Provenance:
        """Return where a result about these people comes from."""
        parameters = self.drug.parameters
        changed = tuple(n for n in parameters if parameters[n].status.value == "changed")
        return Provenance(
            self.drug.name,
            self.drug.preset,
            parameters.counts(),
            changed,
            self.people.by_default,
            (*notes, *self.drug.besides, *self.people.notes),
            parameters=parameters,
            doors=self.drug.doors,
        )

    def given(
        self,
        regimen: Regimen,
        times_h: Array,
        start: State | None = None,
        method: str | Ode = "exact",
    ) -> Problem:
        """Return the kinetic problem of a regimen given to these people."""
        start = state_of(self.model, {}) if start is None else start
        if len(start.values) < len(self.people):
            shape = (len(self.people), len(start.names))
            start = replace(start, values=frozen(np.broadcast_to(start.values, shape)))
        end_h = start.clock_h + max(regimen.end_h, float(times_h[-1]))
        model = model_in_turn(self.drug, self.people, self.model, end_h)
        return problem_of(model, regimen, times_h, start, method, self.weight_kg)


def subject_of(
    drug: DrugModel, who: Patient | Population, *, curves_may_change: bool = False
) -> Subject:
    """Return a drug in given people, with everything individual worked out.

    Parameters
    ----------
    drug : DrugModel
    who : Patient or Population
    curves_may_change : bool
        Whether response curves may differ from occasion to occasion.

    Raises
    ------
    InvalidValue
        If an argument is of another kind, as when two are swapped.
    InvalidModel
        If the drug's endpoints are no tuple of endpoints, each of a name of its own.
    UnknownName
        If an endpoint or its adaptation reads a site that the body has not.
    InvalidModel
        If what differs from occasion to occasion is read by nothing, by an adaptation, or by a
        response curve that may not change.
    """
    require_case(drug, who)
    people = drug.people(who)
    values = drug.individual(drug.parameters, people)
    hint = 'a dictionary, {"clearance": array of shape (people,)}'
    require_mapping("What the drug's individual returned", values, hint)
    model = drug.kinetics(values)
    require_kind("What the drug's kinetics returned", model, CompartmentModel, _RETURN)
    subject = Subject(drug, people, values, model, drug.endpoints(values))
    _require_endpoints(subject.endpoints, subject.model)
    whole = model, subject.endpoints
    changed = require_changes_in_time(drug, people, values, whole, curves=curves_may_change)
    return replace(subject, curves_change=changed)


def require_case(drug: DrugModel, who: Patient | Population) -> None:
    """Raise `InvalidValue` unless a drug and people are what they should be."""
    load = f"Load it first: tt.load_drug({drug!r}). " if isinstance(drug, str) else ""
    require_kind("drug", drug, DrugModel, f"{load}{ORDER}")
    require_kind("who", who, Patient | Population, f"Give a Patient or a Population. {ORDER}")


def _require_endpoints(endpoints: object, model: CompartmentModel) -> None:
    if not isinstance(endpoints, tuple) or not all(isinstance(e, Endpoint) for e in endpoints):
        raise InvalidModel(
            f"The drug's endpoints are {endpoints!r}.", "Return a tuple: (Endpoint(...),)."
        )
    names = [endpoint.name for endpoint in endpoints]
    for name in names:
        if names.count(name) > 1:
            raise InvalidModel(f"Two endpoints are called {name!r}.", "Names are unique.")
        if name in model.site_names:
            raise InvalidModel(f"An endpoint and a site are called {name!r}.", "Names are unique.")
    for number, endpoint in enumerate(endpoints):
        # What reads a concentration can be read in its turn, by what comes after it.
        before = {e.name for e in endpoints[:number] if set(e.sites) <= set(model.site_names)}
        for site in endpoint.sites:
            if site not in model.site_names and site not in before:
                raise unknown_name("site", site, (*model.site_names, *before))
    for adaptation in adaptations_of(endpoints):
        if adaptation.site not in model.site_names:
            raise unknown_name("site", adaptation.site, model.site_names)


def adaptations_of(endpoints: Iterable[Endpoint]) -> tuple[AnyAdaptation, ...]:
    """Return the adaptations behind some endpoints, each once."""
    found = {e.adaptation.name: e.adaptation for e in endpoints if e.adaptation is not None}
    return tuple(found.values())


def sites_of(endpoints: Iterable[Endpoint]) -> tuple[str, ...]:
    """Return the sites that some endpoints read, each once."""
    endpoints = tuple(endpoints)
    names = {endpoint.name for endpoint in endpoints}
    sites = (site for endpoint in endpoints for site in endpoint.sites)
    return tuple(dict.fromkeys(site for site in sites if site not in names))


def looked_up(
    problem: Problem,
    times_h: Array,
    sites: Sequence[str],
    before: np.ndarray | None = None,
) -> dict[str, Array]:
    """Return the concentration at sites, name to (people, times), in ug/L."""
    if not sites:
        return {}
    values, _ = problem.look(times_h, sites, (), before)
    return dict(zip(sites, values, strict=True))
