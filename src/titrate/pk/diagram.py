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
    elif isinstance(entry.share, Steps) or np.any(np.asarray(entry.share) != 1):
        notes.append(f"share {_number(entry.share)}")
    if entry.lag_h:
        notes.append(f"after {entry.lag_h:g} h")
    door = entry.route if entry.at is None else f"{entry.route} at {entry.at}"
    return f"{door} -> {entry.compartment}", ", ".join(notes)


def _flows(flows: tuple[Flow, ...]) -> list[Line]:
    """Return one line per pair of compartments, with the rates of all its flows, there and back."""
    rates: dict[tuple[str, str], list[str]] = {}
    for flow in flows:
        rates.setdefault((flow.source, flow.target), []).append(_rate(flow.rate_per_h))
    lines: list[Line] = []
    drawn_already: set[tuple[str, str]] = set()
    for (source, target), there in rates.items():
        if (source, target) in drawn_already:
            continue
        back = rates.get((target, source), [])
        arrow, returned = ("<->", f", back {' and '.join(back)}") if back else ("->", "")
        lines.append((f"{source} {arrow} {target}", f"{' and '.join(there)}{returned}"))
        drawn_already.add((target, source))
    return lines


def _rate(rate: object) -> str:
    """Return a rate with its unit; a saturable one is written in units of its own."""
    return _number(rate) if isinstance(rate, Saturable) else f"{_number(rate)} /h"


def _sum(site: Site, compartments: tuple[str, ...]) -> str:
    terms: list[str] = []
    for state, weight in site.weights.items():
        numbers = weight.values if isinstance(weight, Steps) else (weight,)
        if all(np.all(np.asarray(number) == 0) for number in numbers):
            terms.append(f"0 {state}")
        elif state in compartments:
            volumes = " then ".join(_volume(np.asarray(number)) for number in numbers)
            terms.append(f"{state} / {volumes} L")
        elif all(np.all(np.asarray(number) == 1) for number in numbers):
            terms.append(state)
        else:
            terms.append(f"{_number(weight)} {state}")
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
