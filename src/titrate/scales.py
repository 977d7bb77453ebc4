"""The rating scales of spasticity, and the few conversions between them that are defined.

Scores of different scales look alike and are not: a 3 is severe on the 0-4 Ashworth scale and
moderate on the 1-5 one. A score therefore always carries its scale, and where no definition
links two scales, comparing them is an error.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from titrate.errors import InvalidValue, require_finite, unknown_name

__all__ = ["SCALES", "Scale", "convert_score", "find_scale"]


@dataclass(frozen=True)
class Scale:
    """One rating scale.

    Parameters
    ----------
    name : str
        As written in files: ``"ashworth 1-5"``.
    low, high : float
        The lowest and the highest score, in points.
    grades : tuple of float
        The scores a rater can give to one muscle, or to one limb where the scale is a sum.
    meaning : str
        What is rated.
    """

    name: str
    low: float
    high: float
    grades: tuple[float, ...]
    meaning: str


def _scale(name: str, grades: tuple[float, ...], meaning: str) -> Scale:
    return Scale(name, min(grades), max(grades), grades, meaning)


SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        scale.name: scale
        for scale in (
            _scale("ashworth 1-5", (1, 2, 3, 4, 5), "Ashworth, 1 is normal tone, 5 is rigid"),
            _scale("ashworth 0-4", (0, 1, 2, 3, 4), "Ashworth, 0 is normal tone, 4 is rigid"),
            _scale("mas", (0, 1, 1.5, 2, 3, 4), "modified Ashworth; the grade 1+ is written 1.5"),
            _scale("mas 0-5 recode", (0, 1, 2, 3, 4, 5), "modified Ashworth with 1+ counted as 2"),
            _scale(
                "tnmas 0-15",
                tuple(range(16)),
                "modified Ashworth, recoded 0-5 and summed over the muscle groups of a limb",
            ),
        )
    }
)

_RECODE = dict(zip(SCALES["mas"].grades, SCALES["mas 0-5 recode"].grades, strict=True))


def find_scale(name: str) -> Scale:
    """Return the scale called ``name``, or raise `UnknownName`."""
    if name not in SCALES:
        raise unknown_name("scale", name, SCALES)
    return SCALES[name]


def convert_score(value: float, source: str, target: str) -> float:
    """Return one score of scale ``source`` as a score of scale ``target``, in points.

    Defined between the two forms of the Ashworth scale (any score, also a mean) and between the
    modified scale and its 0-5 recode (grades only: a mean over muscles has lost which were 1+).

    Raises
    ------
    UnknownName
        If a scale is unknown.
    InvalidValue
        If the score is not on its scale, or the two scales have no defined conversion.
    """
    here, there = find_scale(source), find_scale(target)
    require_finite(f"The score on {source!r}", value)
    if not here.low <= value <= here.high:
        raise InvalidValue(
            f"The score on {source!r} is {value:g}.",
            f"It must lie between {here.low:g} and {here.high:g}.",
        )
    match (source, target):
        case _ if source == target:
            return value
        case ("ashworth 1-5", "ashworth 0-4"):
            return value - 1
        case ("ashworth 0-4", "ashworth 1-5"):
            return value + 1
        case ("mas", "mas 0-5 recode"):
            return _regrade(value, here, _RECODE)
        case ("mas 0-5 recode", "mas"):
            return _regrade(value, here, {new: old for old, new in _RECODE.items()})
        case _:
            raise InvalidValue(
                f"No conversion is defined from {here.name!r} to {there.name!r}.",
                "Scores of the two cannot be compared; compare shares of the baseline instead.",
            )


def _regrade(value: float, scale: Scale, grades: dict[float, float]) -> float:
    if value not in grades:
        raise InvalidValue(
            f"{value:g} is not a grade of {scale.name!r}, so its recoding is not defined.",
            f"Grades: {', '.join(f'{grade:g}' for grade in scale.grades)}.",
        )
    return grades[value]
