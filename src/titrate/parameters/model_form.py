"""What a drug's model asks of the file that gives its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from titrate.errors import suggestion
from titrate.parameters.inheritance import Layers
from titrate.parameters.parameter import Parameter
from titrate.parameters.parameter_set import ParameterSet
from titrate.parameters.provenance import Status


@dataclass(frozen=True)
class ModelForm:
    """The parameters of one model.

    Parameters
    ----------
    dimensions : mapping of parameter to dimension
        Every one must be in the file, and no other.
    fitted_together : tuple of tuples of str
        Groups of parameters that mean something only together, such as the clearance, the volume
        and the absorption of one disposition: each group comes from one fit.
    """

    dimensions: Mapping[str, str]
    fitted_together: tuple[tuple[str, ...], ...] = ()


def require_all_named(layers: Layers, form: ModelForm) -> None:
    """Raise `InvalidFile` unless the parameters are those of the model."""
    for name, section in layers.parameters.items():
        if name not in form.dimensions:
            hint = f"{suggestion(name, form.dimensions)} The model has no use for it."
            if section.file != layers.top.file:
                hint = f"Leave it out: [without] parameters = [{name!r}]."
            raise section.error(f"no parameter of the model is called {name!r}.", hint)
    missing = [name for name in form.dimensions if name not in layers.parameters]
    if missing:
        raise layers.top.error(
            f"the model needs {', '.join(missing)}, and the file does not have "
            f"{'it' if len(missing) == 1 else 'them'}.",
            "Add [parameters.NAME] tables.",
        )


def require_one_fit(layers: Layers, parameters: ParameterSet, form: ModelForm) -> None:
    """Raise `InvalidFile` where numbers that belong together come from different fits.

    An apparent clearance of one study and a volume of another describe nobody: each was found
    with the other parameters of its own fit.
    """
    for group in form.fitted_together:
        first: Parameter | None = None
        for entry in (parameters[name] for name in group):
            section = layers.parameters[entry.name]
            if not entry.fit:
                raise section.error(
                    "'fit' is missing.",
                    f"It is one of {', '.join(group)}, which mean something only together: name "
                    'the fit that they come from, fit = "SOURCE".',
                )
            first = first or entry
            if entry.fit != first.fit:
                raise section.error(
                    f"{entry.name} comes from the fit {entry.fit!r}, and {first.name} from "
                    f"{first.fit!r} ({layers.parameters[first.name].file.name}).",
                    "Take all of them from one fit.",
                )
            vouched = {source.key for source in entry.sources}
            if entry.status is Status.PUBLISHED and entry.fit not in vouched:
                raise section.error(
                    f"{entry.name} is published by {', '.join(sorted(vouched))} and given as part "
                    f"of the fit {entry.fit!r}.",
                    "Name the fit that its source reports.",
                )
