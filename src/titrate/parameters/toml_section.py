"""A table of a TOML file, read strictly: each wrong entry is named by file and key.

Nothing in a file is evaluated. Every error is an `InvalidFile` that says where, what was found,
what was expected and, where a name is misspelt, what was probably meant.
"""

import math
import tomllib
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import cast

from titrate import units
from titrate.errors import InvalidFile, TitrateError, WrongUnit, suggestion


@dataclass(frozen=True)
class Section:
    """One table of a file.

    Parameters
    ----------
    file : Path
        Where it stands.
    key : str
        Its dotted key; empty for the whole file.
    table : mapping
        Its content, as tomllib gives it.
    """

    file: Path
    key: str
    table: Mapping[str, object]

    def allow(self, required: Iterable[str] = (), optional: Iterable[str] = ()) -> None:
        """Raise `InvalidFile` unless all ``required`` keys are here, and no others but these."""
        required = tuple(required)
        known = (*required, *optional)
        for name in self.table:
            if name not in known:
                hint = f"{suggestion(name, known)} Keys here: {', '.join(known)}."
                raise self.error(f"unknown key {name!r}.", hint)
        for name in required:
            self._found(name)

    def text(self, name: str, default: str | None = None) -> str:
        """Return the text under ``name``."""
        if default is not None and name not in self.table:
            return default
        found = self._found(name)
        if not isinstance(found, str) or not found.strip():
            raise self.wrong(name, "text")
        return found

    def word(self, name: str, words: Iterable[str]) -> str:
        """Return the text under ``name``, one of ``words``."""
        words = tuple(words)
        found = self._found(name)
        if not isinstance(found, str) or found not in words:
            raise self.wrong(name, f"one of {', '.join(words)}", suggestion(found, words))
        return found

    def number(self, name: str) -> float:
        """Return the finite number under ``name``."""
        found = self._found(name)
        if not _is_number(found):
            raise self.wrong(name, "a finite number")
        return float(cast("float", found))

    def unit(self, name: str, dimension: str | None = None) -> str:
        """Return the unit under ``name``; with ``dimension``, one that measures it."""
        found = self.text(name)
        try:
            measured = units.dimension_of(found)
        except WrongUnit as error:
            raise self.wrong(name, f"a unit of {dimension or 'the table'}", error.hint) from error
        if dimension not in (None, measured):
            raise self.wrong(name, f"a unit of {dimension}; {found} measures {measured}")
        return found

    def pair(self, name: str) -> tuple[float, float]:
        """Return the two finite numbers under ``name``, the lower one first."""
        expected = "[low, high], two finite numbers, the lower one first"
        low, high = self.two(name, expected)
        if low > high:
            raise self.wrong(name, expected)
        return low, high

    def two(self, name: str, expected: str) -> tuple[float, float]:
        """Return the two finite numbers under ``name``, which are ``expected``."""
        found = self._found(name)
        if isinstance(found, list) and len(found) == 2 and all(map(_is_number, found)):
            return float(found[0]), float(found[1])
        raise self.wrong(name, expected)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts under ``name``: none if it is missing; a lone text counts as a list."""
        found = self.table.get(name, [])
        listed = [found] if isinstance(found, str) else found
        if not isinstance(listed, list) or not all(isinstance(item, str) for item in listed):
            raise self.wrong(name, "text, or a list of texts")
        if len(set(listed)) < len(listed):
            raise self.wrong(name, "each text once")
        return tuple(listed)

    def day(self, name: str) -> date:
        """Return the date under ``name``."""
        found = self._found(name)
        if not isinstance(found, date) or isinstance(found, datetime):
            raise self.wrong(name, "a date without quotes, such as 2026-11-22")
        return found

    def section(self, name: str) -> "Section":
        """Return the table under ``name``."""
        found = self._found(name)
        key = f"{self.key}.{name}" if self.key else name
        if not isinstance(found, dict):
            raise self.wrong(name, f"a table, [{key}]")
        return Section(self.file, key, found)

    def sections(self) -> dict[str, "Section"]:
        """Return all entries, each of which must be a table."""
        return {name: self.section(name) for name in self.table}

    def wrong(self, name: str, expected: str, hint: str = "") -> InvalidFile:
        """Return the error for what stands under ``name`` instead of what was expected."""
        return self.error(f"{name} is {self.table.get(name)!r}, expected {expected}.", hint)

    def error(self, problem: str, hint: str = "") -> InvalidFile:
        """Return an error that names this file and this table."""
        where = f"[{self.key}] " if self.key else ""
        return InvalidFile(f"{self.file}: {where}{problem}", hint.strip())

    @contextmanager
    def blamed(self) -> Generator[None, None, None]:
        """Turn an error about a value built from this table into one that names the table."""
        try:
            yield
        except InvalidFile:
            raise
        except TitrateError as error:
            raise self.error(error.problem, error.hint) from error

    def _found(self, name: str) -> object:
        if name not in self.table:
            close = suggestion(name, self.table)
            raise self.error(
                f"{name!r} is missing.", close and f"Is {_quoted(close)} meant for it?"
            )
        return self.table[name]


def read_toml(path: Path) -> Section:
    """Return the whole of a TOML file.

    Raises
    ------
    InvalidFile
        If the file is missing, cannot be read, or is not TOML.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        beside = [item.name for item in path.parent.glob("*.toml")]
        raise InvalidFile(
            f"{path}: cannot be read ({error.strerror}).", suggestion(path.name, beside)
        ) from error
    except UnicodeDecodeError as error:
        raise InvalidFile(f"{path}: is not UTF-8 text.", "Save it as UTF-8.") from error
    try:
        return Section(path, "", tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise InvalidFile(f"{path}: is not TOML: {error}.", "Correct the line named.") from error


def _is_number(found: object) -> bool:
    return isinstance(found, (int, float)) and not isinstance(found, bool) and math.isfinite(found)


def _quoted(did_you_mean: str) -> str:
    return did_you_mean.removeprefix("Did you mean ").removesuffix("?")
