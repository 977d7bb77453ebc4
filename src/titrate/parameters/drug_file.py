"""What a drug's file says, as a value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from titrate.parameters.door import Door
from titrate.parameters.parameter_set import ParameterSet
from titrate.parameters.provenance import Source


@dataclass(frozen=True)
class About:
    """What a file is about.

    Parameters
    ----------
    drug : str
        The drug's name, as in its folder.
    population : str
        Whom the numbers describe.
    model : str
        The structure they are for, by the name that the drug's library gives it.
    reviewed_by : tuple of str
        Who has checked the numbers; often nobody yet.
    rival_of : str
        The preset that describes the same people and the same product by another model.
    not_for : tuple of str
        What the numbers must not be used for.
    """

    drug: str
    population: str
    model: str
    reviewed_by: tuple[str, ...] = ()
    rival_of: str = ""
    not_for: tuple[str, ...] = ()


@dataclass(frozen=True)
class PatientDefaults:
    """The patient of a file: what counts as given when nobody says otherwise.

    Parameters
    ----------
    defaults : mapping
        Covariate to number or word.
    domain : mapping
        Covariate to (low, high): outside it a person is not believable.
    choices : mapping
        Covariate to the words it can be.
    note : str
        Where the defaults come from.
    presets : mapping
        Another preset of the drug to the covariates, each with (low, high), of whom it is made for
        among those whom this one takes too.
    """

    defaults: Mapping[str, float | str]
    domain: Mapping[str, tuple[float, float]]
    choices: Mapping[str, tuple[str, ...]]
    note: str = ""
    presets: Mapping[str, Mapping[str, tuple[float, float]]] = field(
        default_factory=dict[str, Mapping[str, tuple[float, float]]]
    )


@dataclass(frozen=True)
class DrugFile:
    """A drug's numbers for one population, each with its source.

    Parameters
    ----------
    name : str
        The drug.
    preset : str
        The population, as the file is called: ``"adult"``.
    about : About
    sources : mapping
        Key to source.
    patient : PatientDefaults
    doors : mapping
        Route to door.
    parameters : ParameterSet
    instead : str
        The nearest preset that this one states its differences from and that leaves out nothing;
        empty if none.
    lacks : mapping of route to reason
        Doors of that preset that this one leaves out.
    """

    name: str
    preset: str
    about: About
    sources: Mapping[str, Source]
    patient: PatientDefaults
    doors: Mapping[str, Door]
    parameters: ParameterSet
    instead: str = ""
    lacks: Mapping[str, str] = field(default_factory=dict[str, str])

    def __repr__(self) -> str:
        return f"<DrugFile {self.name} ({self.preset}): {self.parameters!r}>"
