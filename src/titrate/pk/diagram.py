"""A compartment model as text."""

from __future__ import annotations

import numpy as np

from titrate.pk.parts import Delay, Entry, Flow, Site
from titrate.pk.rates import Saturable, Steps

Line = tuple[str, str]


def drawn(
    compartments: tuple[str, ...],
    entries: tuple[Entry, ...],
    flows: tuple[Flow, ...],
    delays: tuple[Delay, ...],
    sites: tuple[Site, ...],
) -> str:
    """Return one line per way in, flow, delay and site of a model with these parts."""
    lines = [_entry(entry) for entry in entries]
    lines += _flows(flows)
    lines += [(f"{d.name} follows {d.of}", f"{_number(d.rate_per_h)} /h") for d in delays]
    lines += [(f"{site.name} = {_sum(site, compartments)}", "") for site in sites]
    width = max((len(left) for left, right in lines if right), default=0)
    return "\n".join(f"{left.ljust(width)}    {right}" if right else left for left, right in lines)


def _entry(entry: Entry) -> Line:
    notes: list[str] = []
    if callable(entry.share):
        notes.append("a share that depends on the dose")
    elif np.any(np.asarray(entry.share) != 1):
        notes.append(f"share {_number(entry.share)}")
    if entry.lag_h:
        notes.append(f"after {entry.lag_h:g} h")
    door = entry.route if entry.at is None else f"{entry.route} at {entry.at}"
    return f"{door} -> {entry.compartment}", ", ".join(notes)


def _flows(flows: tuple[Flow, ...]) -> list[Line]:
    backward = {(flow.target, flow.source): flow for flow in flows}
    lines: list[Line] = []
    drawn_already: set[tuple[str, str]] = set()
    for flow in flows:
        pair = (flow.source, flow.target)
        if pair in drawn_already:
            continue
        back = backward.get(pair)
        if back is None:
            lines.append((f"{pair[0]} -> {pair[1]}", f"{_number(flow.rate_per_h)} /h"))
        else:
            rates = f"{_number(flow.rate_per_h)} /h, back {_number(back.rate_per_h)} /h"
            lines.append((f"{pair[0]} <-> {pair[1]}", rates))
            drawn_already.add((back.source, back.target))
    return lines


def _sum(site: Site, compartments: tuple[str, ...]) -> str:
    terms: list[str] = []
    for state, weight in site.weights.items():
        if np.all(np.asarray(weight) == 0):
            terms.append(f"0 {state}")
        elif state in compartments:
            terms.append(f"{state} / {_volume(np.asarray(weight))} L")
        else:
            terms.append(state if np.all(np.asarray(weight) == 1) else f"{_number(weight)} {state}")
    return " + ".join(terms)


def _volume(per_L: np.ndarray) -> str:
    volume = np.full(per_L.shape, np.inf)
    np.divide(1.0, per_L, out=volume, where=per_L > 0)
    return _number(volume)


def _number(value: object) -> str:
    if isinstance(value, Steps):
        return " then ".join(_number(v) for v in value.values)
    if isinstance(value, Saturable):
        largest, half = _number(value.max_rate_ug_per_h), _number(value.half_amount_ug)
        return f"{largest} ug/h / ({half} ug + amount)"
    if callable(value):
        return "(a function of the amount)"
    numbers = np.asarray(value, dtype=np.float64)
    low, high = float(np.min(numbers)), float(np.max(numbers))
    return f"{low:.4g}" if low == high else f"{low:.4g} to {high:.4g}"
