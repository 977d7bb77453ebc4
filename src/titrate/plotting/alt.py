"""Pictures in words, for those who cannot see them and for files that carry a description."""

from __future__ import annotations

from collections.abc import Mapping

from titrate.markup import tally
from titrate.plotting.bars_picture import BarsPicture
from titrate.plotting.comparison_words import comparison_words
from titrate.plotting.doors_picture import together_words
from titrate.plotting.doses import dose_rows
from titrate.plotting.names import endpoint_words, number_words, percent_words, start_words
from titrate.plotting.overlay_picture import OverlayPicture
from titrate.plotting.per_cent import in_per_cent, scales_of
from titrate.plotting.result_picture import result_picture
from titrate.plotting.time_panels import TimePanel
from titrate.plotting.window_words import (
    envelopes_of,
    goals_words,
    is_logarithmic,
    range_of,
    range_words,
    spans_of,
    title_words,
    why_words,
)
from titrate.search import DoseWindow
from titrate.search.words import step_words
from titrate.simulation import Result

_DAY_H = 24.0
_IN_DAYS_H = 72.0  # from here on a length is said in days


def windows_in_words(windows: Mapping[str, DoseWindow], title: str | None) -> str:
    """Return what a picture of dose windows shows, left to right."""
    said: list[str] = []
    if title or len(windows) > 1:
        said.append(f"{title or together_words(windows)}.")
    said += [_window(name, window) for name, window in windows.items()]
    said += goals_words(tuple(windows.values()))
    return " ".join(said)


def result_in_words(
    result: Result, sites: object = None, endpoints: object = None, people: str = "band"
) -> str:
    """Return what a picture of a result shows, top to bottom."""
    chosen = tuple(sites) if isinstance(sites, list | tuple) else None
    wanted = tuple(endpoints) if isinstance(endpoints, list | tuple) else None
    made = result_picture(result, chosen, wanted, people)
    given = "; ".join(f"{row.name}, {row.amounts}" for row in dose_rows(result))
    hours = float(result.times_h[-1])
    length, unit = (hours, "hour") if hours < _IN_DAYS_H else (hours / _DAY_H, "day")
    span = tally(float(f"{length:.3g}"), unit)
    said = [f"{result.drug.name.capitalize()} over {span}. Given: {given or 'nothing'}."]
    said += [_panel(panel) for panel in made.panels]
    return " ".join([*said, *result.provenance.notes])


def overlay_in_words(made: OverlayPicture, title: str | None) -> str:
    """Return what a picture of compared results shows, top to bottom."""
    said = [f"{title or comparison_words(made.comparison)}. {made.setting}."]
    said += [_panel(panel) for panel in made.panels]
    notes = [note for result in made.results.values() for note in result.provenance.notes]
    return " ".join([*said, *dict.fromkeys(notes)])


def bars_in_words(made: BarsPicture, title: str | None) -> str:
    """Return what a picture of compared windows shows, row by row."""
    said = [f"{title or comparison_words(made.comparison)}. {made.setting}."]
    for name, window in made.windows.items():
        best = "" if window.best is None else f", best {step_words(window.best)}"
        begins = start_words(window.start)
        start = f" ({begins})" if len(made.starts) > 1 and begins != name else ""
        said.append(f"{name}{start}: {range_words(window)}{best}; {why_words(window)}.")
    return " ".join([*said, *goals_words(tuple(made.windows.values()))])


def _panel(panel: TimePanel) -> str:
    curves: list[str] = []
    for name, curve in panel.curves.items():
        mid = curve.middle
        peak, last = number_words(float(mid.max())), number_words(float(mid[-1]))
        curves.append(f"{panel.words[name]} peaks at {peak} and ends at {last}")
    return f"{panel.heading}: {'; '.join(curves)}."


def _window(name: str, window: DoseWindow) -> str:
    low, high = (number_words(dose) for dose in window.searched)
    axis = "logarithmic" if is_logarithmic(window) else "linear"
    scales, curves = scales_of(window), list[str]()
    for endpoint in window.endpoints:
        first, last = in_per_cent(window, endpoint)[[0, -1]]
        words, part = endpoint_words(endpoint.name, endpoint.meaning), scales[endpoint.name].words
        of = f" ({part})" if part else ""
        curves.append(f"{words}{of} goes from {first:.0f} % to {last:.0f} %")
    said = "; ".join(curves)
    return (
        f"{title_words(window, name)}: response against dose, from {low} to {high} {window.unit} "
        f"on a {axis} axis. {said[0].upper()}{said[1:]}. {range_words(window)}: "
        f"{why_words(window)}.{''.join(_uncertain(window))}"
    )


def _uncertain(window: DoseWindow) -> list[str]:
    """Return what soft edges, tints and depths of the band show, a sentence each."""
    said: list[str] = []
    which = {"low": "lower", "high": "upper"}
    spans = [
        f"the {which[side]} edge lies between {number_words(low)} and {number_words(high)}"
        for side, (low, high) in spans_of(window).items()
    ]
    if spans:
        said.append(
            f" The edges are soft: with each assumed or derived number over its range, one at a "
            f"time, {' and '.join(spans)} {window.unit}."
        )
    scales = scales_of(window)
    for envelope in envelopes_of(window):
        times = scales[envelope.endpoint].times
        low, high = float(envelope.low[-1]) * times, float(envelope.high[-1]) * times
        around, over = endpoint_words(envelope.endpoint), range_of(envelope.parameter)
        said.append(
            f" A tint around {around} shows {over}: from {low:.0f} % to {high:.0f} % at the "
            "highest dose."
        )
    if window.uncertainty is not None:
        most = percent_words(float(window.uncertainty.inside.max()))
        sets = f"{window.uncertainty.sets:,} drawn sets of numbers in which a dose is inside"
        said.append(f" The band is as deep as the share of {sets}, at most {most}.")
    if not window.who.alone:
        most = percent_words(float(window.share_inside.max()))
        said.append(f" The band is as deep as the share of people inside, at most {most}.")
    return said
