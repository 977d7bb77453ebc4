"""How far one person is from the typical one, as a value that cannot change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


class Deviations(Mapping[str, float]):
    """A read-only mapping of parameter name to deviation: equal to, and shown as, its dict."""

    __slots__ = ("_by_name",)

    def __init__(self, by_name: Mapping[str, float]) -> None:
        self._by_name = dict(by_name)

    def __getitem__(self, name: str) -> float:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __hash__(self) -> int:
        """Return the same number for deviations that are equal, in whatever order written."""
        return hash(frozenset(self._by_name.items()))

    def __repr__(self) -> str:
        return repr(self._by_name)
