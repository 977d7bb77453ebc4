"""Windows as they are given to be drawn: one, several by title, or several in a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from titrate.errors import InvalidValue, shown, unknown_name
from titrate.markup import tally
from titrate.plotting.names import door_words
from titrate.search import DoseWindow, IndividualWindows, OverRanges, Sensitivity
from titrate.search.uncertainty import WindowUncertainty

Windows = DoseWindow | Mapping[str, DoseWindow] | Sequence[DoseWindow]

_CAN = (
    "Give a result, a dose window, or several windows: {'By mouth': a, 'By pump': b}; or a "
    "comparison, an ensemble, results by name, a map of doses or of windows, or an analysis by nca."
)


def windows_in(x: object) -> dict[str, DoseWindow]:
    """Return windows by title."""
    if isinstance(x, DoseWindow):
        return {door_words(x.route, x.unit): x}
    if isinstance(x, Mapping):
        given: dict[str, object] = {str(name): window for name, window in x.items()}
    elif isinstance(x, Iterable) and not isinstance(x, str):
        given = _titled(list(x))
    else:
        table = isinstance(x, Sensitivity | OverRanges | IndividualWindows | WindowUncertainty)
        raise InvalidValue(
            f"There is no picture of {type(x).__name__} {shown(x)}.",
            f"It is a table: to_frame(). {_CAN}" if table else _CAN,
        )
    found: dict[str, DoseWindow] = {}
    for name, window in given.items():
        if not isinstance(window, DoseWindow):
            kind = type(window).__name__
            raise InvalidValue(f"There is no picture of {kind} {shown(window)} ({name}).", _CAN)
        found[name] = window
    if not found:
        raise InvalidValue("There is no window to draw.", _CAN)
    return found


def _titled(windows: list[object]) -> dict[str, object]:
    """Return windows by their doors, numbered where a door comes twice."""
    doors = [door_words(w.route, w.unit) if isinstance(w, DoseWindow) else "" for w in windows]
    found: dict[str, object] = {}
    for i, (door, window) in enumerate(zip(doors, windows, strict=True)):
        number = f" {doors[: i + 1].count(door)}" if doors.count(door) > 1 else ""
        found[f"{door}{number}"] = window
    return found


def windows_behind(
    windows: Mapping[str, DoseWindow], behind: Windows | None
) -> dict[str, DoseWindow]:
    """Return the windows behind, by the titles of those in front."""
    if behind is None:
        return {}
    if not isinstance(behind, Mapping):
        others = list(windows_in(behind).values())
        if len(others) > len(windows):
            raise InvalidValue(
                f"{tally(len(others), 'window')} behind {len(windows)}.",
                "Give at most one behind each.",
            )
        named = dict(zip(windows, others, strict=False))
    else:
        named = windows_in(behind)
    for name, window in named.items():
        if name not in windows:
            raise unknown_name("window in front", name, windows, plural="windows in front")
        if window.unit != windows[name].unit:
            raise InvalidValue(
                f"The window behind {name!r} is in {window.unit}, the one in front in "
                f"{windows[name].unit}.",
                "Give a window of the same door, from another start.",
            )
    return named
