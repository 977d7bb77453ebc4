"""Observations held against the simulator: inside, a miss, a miss one knows of, or refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from titrate.errors import InvalidFile
from titrate.model import DrugModel
from titrate.resources import params_folder
from titrate.validation.observation import KnownMiss, Observation
from titrate.validation.reading_files import Refused, file_called, read_observations, refusal
from titrate.validation.simulated import Simulated, simulated

INSIDE = "inside"
MISS = "miss"
KNOWN_MISS = "known miss"
MOVED_MISS = "known miss that moved"
GONE_MISS = "known miss that came inside"
REFUSED = "refused"
VERDICTS = (INSIDE, KNOWN_MISS, MISS, MOVED_MISS, GONE_MISS, REFUSED)
PASSING = (INSIDE, KNOWN_MISS)

# Chance moves a value by more than this many standard errors once in twenty times.
_ERRORS = 2


@dataclass(frozen=True, eq=False)
class Checked:
    """An observation, what the simulator says of it, and the verdict.

    Parameters
    ----------
    observation : Observation
    simulated : Simulated
    verdict : str
        One of `titrate.validation.VERDICTS`, and never ``"refused"``.
    """

    observation: Observation
    simulated: Simulated
    verdict: str

    @property
    def passed(self) -> bool:
        """Whether it is inside, or a miss that one knows of and that has not moved."""
        return self.verdict in PASSING


Row = Checked | Refused


def check(
    observation: Observation, drug: DrugModel | None = None, *, quick: bool = False
) -> Checked:
    """Return an observation held against the simulator.

    Raises
    ------
    TitrateError
        If it asks for something that cannot be simulated.
    """
    found = simulated(observation, drug, quick=quick)
    return Checked(observation, found, verdict_on(observation, found))


def verdict_on(observation: Observation, found: Simulated) -> str:
    """Return the verdict on a simulated value."""
    low, high = observation.accepted
    inside, known = low <= found.value <= high, observation.known_miss
    if known is None:
        return INSIDE if inside else MISS
    if inside:
        return GONE_MISS
    return MOVED_MISS if _has_moved(known, found) else KNOWN_MISS


def _has_moved(known: KnownMiss, found: Simulated) -> bool:
    by_chance = _ERRORS * (found.error or 0.0)
    return not abs(found.value - known.simulated_then) <= known.tolerance + by_chance


def check_files(files: Iterable[str | Path], *, quick: bool = False) -> Iterator[Row]:
    """Check every observation in some files, in order; those that cannot stand are refused.

    Parameters
    ----------
    files : iterable of str or Path
        Names of ours, or paths of TOML files.
    quick : bool
        Draw half as many people.

    Raises
    ------
    InvalidFile
        If there is no such file.
    """
    folder = observations_folder()
    paths = [file_called(name, folder) for name in files]
    for path in paths:
        if not path.is_file():
            read_observations(path)  # says that it cannot be read, and what stands beside it
    for path in paths:
        try:
            observations, refused = read_observations(path)
        except InvalidFile as error:
            yield Refused(path, "the whole file", "", str(error))
            continue
        yield from refused
        for observation in observations:
            try:
                row: Row = check(observation, quick=quick)
            except Exception as error:  # whatever it is, the other observations still run
                where = f"[observations.{observation.id}] "
                row = refusal(path, where, observation.id, observation.claim, error)
            yield row


def observations_folder() -> Path:
    """Return the folder of the observation files that ship with titrate."""
    return params_folder() / "observations"


def file_names() -> tuple[str, ...]:
    """Return the names of the observation files that ship with titrate."""
    return tuple(path.stem for path in sorted(observations_folder().glob("*.toml")))
