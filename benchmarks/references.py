"""Exact answers on a sample of people, written without titrate's solver.

Linear kinetics: matrix exponentials of 40 digits (mpmath), hour by hour. What is not linear:
scipy's DOP853 at a tolerance of 1e-12, restarted at every dose.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import workloads as w

DIGITS = 40
FINE = 4096
STATES = 7  # t1, t2, t3, gut, central, peripheral, effect


def matrix(person: int, count: int) -> np.ndarray:
    """Return the seven-state rate matrix of one of ``count`` people, written by hand."""
    who = w.people(count)
    ka, v1, cl = (float(who[k][person]) for k in ("absorption", "central", "clearance"))
    ktr, ke0 = w.TRANSIT_PER_H, w.EFFECT_PER_H
    a = np.zeros((STATES, STATES))
    a[0, 0] = a[1, 1] = a[2, 2] = -ktr
    a[1, 0] = a[2, 1] = a[3, 2] = ktr
    a[3, 3], a[4, 3] = -ka, ka
    a[4, 4] = -(cl + w.BETWEEN_L_PER_H) / v1
    a[5, 4] = w.BETWEEN_L_PER_H / v1
    a[4, 5], a[5, 5] = w.BETWEEN_L_PER_H / w.PERIPHERAL_L, -w.BETWEEN_L_PER_H / w.PERIPHERAL_L
    a[6, 4], a[6, 6] = ke0 / v1, -ke0
    return a


def doses_ug() -> np.ndarray:
    """Return the 90 doses of the stepped course."""
    each = int(w.DAYS_A_STEP * 24 / w.EVERY_H)
    return 1000.0 * np.repeat(w.STEPS_MG, each)


def hourly(person: int, count: int) -> dict[str, np.ndarray]:
    """Return plasma, effect site and effect of one person, hourly for 30 days."""
    import mpmath as mp

    with mp.workdps(DIGITS):
        step = mp.expm(mp.matrix(matrix(person, count).tolist()))
        state = mp.zeros(STATES, 1)
        rows: list[tuple[float, float]] = []
        doses = dict(zip(np.arange(0.0, 720.0, w.EVERY_H), doses_ug(), strict=True))
        volume = float(w.people(count)["central"][person])
        for hour in w.HOURLY:
            if hour:
                state = step * state
            state[0] += mp.mpf(doses.get(hour, 0.0))
            rows.append((float(state[4] / volume), float(state[6])))
    plasma, effect_site = np.array(rows).T
    return {"plasma": plasma, "effect_site": effect_site, "effect": effect(effect_site)}


def effect(concentration: np.ndarray, factor: np.ndarray | float = 1.0) -> np.ndarray:
    """Return the Hill effect."""
    up = concentration**w.SLOPE
    return up / (up + (w.EC50_UG_PER_L * factor) ** w.SLOPE)


def last_interval(person: int, count: int, settled: bool = False) -> dict[str, np.ndarray]:
    """Return peak, trough and mean effect at every level, (levels,), on 4,096 steps."""
    import mpmath as mp

    with mp.workdps(DIGITS):
        a = mp.matrix(matrix(person, count).tolist())
        interval, fine = mp.expm(a * w.EVERY_H), mp.expm(a * w.EVERY_H / FINE)
        dose = mp.zeros(STATES, 1)
        dose[0] = mp.mpf(1000)
        if settled:
            state = mp.lu_solve(mp.eye(STATES) - interval, dose)
        else:
            state = dose.copy()
            for _ in range(int(w.W3_DAYS * 24 / w.EVERY_H) - 1):
                state = interval * state + dose
        step = np.array(fine.tolist(), dtype=float)
        at = np.array(state.tolist(), dtype=float)[:, 0]
    curve = np.empty(FINE + 1)
    for i in range(FINE + 1):
        curve[i] = at[6]
        at = step @ at
    weights = np.full(FINE + 1, 2.0)
    weights[1::2], weights[[0, -1]] = 4.0, 1.0
    shown = effect(w.LEVELS_MG[:, None] * curve)
    # The grid is so fine that a parabola through its best three finds the peak to round-off.
    return {
        "peak": effect(w.LEVELS_MG * top(curve)),
        "trough": effect(w.LEVELS_MG * -top(-curve)),
        "mean": shown @ (weights / weights.sum()),
    }


def top(curve: np.ndarray) -> float:
    """Return the top of a curve on a fine grid."""
    best = int(np.clip(np.argmax(curve), 1, len(curve) - 2))
    before, at, after = curve[best - 1 : best + 2]
    bend = before - 2 * at + after
    inside = bend < 0 and abs(after - before) < -2 * bend
    return float(at - (after - before) ** 2 / (8 * bend) if inside else curve.max())


def tolerant(person: int, count: int, *, feedback: bool) -> dict[str, np.ndarray]:
    """Return effect site, tolerance and effect of one person, hourly for 30 days."""
    a = matrix(person, count)
    inside = 1.0 if feedback else 0.0

    def slope(time_h: float, x: np.ndarray) -> np.ndarray:  # noqa: ARG001
        kinetic = a @ x[:STATES]
        drive = x[6] / (w.EC50_UG_PER_L * (1 + inside * x[7]) + x[6])
        return np.append(kinetic, w.TOLERANCE_PER_H * (drive - x[7]))

    found = _restarted(slope, np.zeros(STATES + 1), np.arange(0.0, 720.0, 8.0), doses_ug())
    site, level = found[6], found[7]
    return {"effect_site": site, "tolerance": level, "effect": effect(site, 1 + level)}


def _restarted(
    slope: Callable[[float, np.ndarray], np.ndarray],
    state: np.ndarray,
    at_h: np.ndarray,
    amounts: np.ndarray,
) -> np.ndarray:
    """Return states at every hour, (states, 721), of doses into state 0."""
    from scipy.integrate import solve_ivp

    found = np.empty((len(state), len(w.HOURLY)))
    edges = np.append(at_h, w.HOURLY[-1])
    for start, end, amount in zip(edges[:-1], edges[1:], amounts, strict=True):
        state = state.copy()
        state[0] += amount
        mine = np.flatnonzero((start <= w.HOURLY) & (end >= w.HOURLY))
        run = solve_ivp(
            slope, (start, end), state, "DOP853", w.HOURLY[mine], rtol=1e-12, atol=1e-12
        )
        found[:, mine] = run.y
        found[0, mine[0]] = state[0]
        state = run.y[:, -1]
    return found


def body(responses: bool) -> dict[str, np.ndarray]:
    """Return the sites (and responses) of the typical patient of W5, hourly for 30 days.

    The rate matrix and the individual values are titrate's, everything after that is not.
    """
    import mpmath as mp

    drug = w.baclofen()
    values = drug.individual(drug.parameters, drug.people(w.body_people(1)))
    v = {name: float(value[0]) for name, value in values.items()}
    model = drug.kinetics(values)
    size = len(model.states)
    a = np.zeros((size + 1, size + 1))
    a[:size, :size] = model.rate_matrix()[0]
    a[model.states.index("csf_lumbar"), size] = 300 / 24
    gut, lag = model.states.index("gut"), v["absorption_lag"]
    states = np.empty((size, len(w.HOURLY)))
    with mp.workdps(DIGITS):
        wide = mp.matrix(a.tolist())
        whole, early, late = mp.expm(wide), mp.expm(wide * lag), mp.expm(wide * (1 - lag))
        state = mp.zeros(size + 1, 1)
        state[size] = mp.mpf(1)
        for hour in range(len(w.HOURLY)):
            states[:, hour] = [float(state[i]) for i in range(size)]
            if hour % 8:
                state = whole * state
            else:
                state = early * state
                state[gut] += mp.mpf(10_000) * mp.mpf(v["bioavailability"])
                state = late * state
    sites = dict(zip(model.site_names, model.site_matrix()[0] @ states, strict=True))
    return sites | (_responses(sites, a, gut, lag, v, model) if responses else {})


def _responses(
    sites: dict[str, np.ndarray],
    a: np.ndarray,
    gut: int,
    lag: float,
    v: dict[str, float],
    model: w.tt.CompartmentModel,
) -> dict[str, np.ndarray]:
    """Return the three responses; adaptations and drift are integrated with the body."""
    size = len(model.states)
    looks = model.site_matrix()[0]
    cord, brain = (looks[model.site_names.index(name)] for name in ("cord_legs", "brain"))
    up = np.log(2) / np.array([v["cord_adaptation_half_time_up"], v["brain_adaptation_half_time"]])
    down = np.log(2) / np.array(
        [v["cord_adaptation_half_time_down"], v["brain_adaptation_half_time"]]
    )

    def hill(c: np.ndarray, ec50: np.ndarray | float, slope: float) -> np.ndarray:
        return c**slope / (c**slope + ec50**slope)

    def change(time_h: float, x: np.ndarray) -> np.ndarray:  # noqa: ARG001
        goals = np.array(
            [
                v["cord_adaptation_maximum"]
                * v["cord_adaptation_factor"]
                * hill(cord @ x[:size], v["cord_adaptation_half_way"], v["cord_adaptation_slope"]),
                v["brain_adaptation_maximum"]
                * hill(
                    brain @ x[:size], v["brain_adaptation_half_way"], v["brain_adaptation_slope"]
                ),
            ]
        )
        away = goals - x[size + 1 : size + 3]
        rates = np.where(away > 0, up, down) * away
        drive = hill(cord @ x[:size], v["cord_adaptation_half_way"], v["cord_adaptation_slope"])
        return np.concatenate([a @ x[: size + 1], rates, [v["cord_drift_rate"] * drive]])

    from scipy.integrate import solve_ivp

    state = np.zeros(size + 4)
    state[size] = 1.0
    edges = np.unique(np.concatenate([[0.0], np.arange(0, 720, 8) + lag, [720.0]]))
    level = np.zeros((3, len(w.HOURLY)))
    for start, end in pairwise(edges.tolist()):
        if start > 0 or lag == 0:
            state[gut] += 10_000 * v["bioavailability"]
        mine = np.flatnonzero((start <= w.HOURLY) & (end >= w.HOURLY))
        at = np.unique(np.append(w.HOURLY[mine], end))
        run = solve_ivp(change, (start, end), state, "DOP853", at, rtol=1e-11, atol=1e-12)
        level[:, mine] = run.y[size + 1 :, : len(mine)]
        state = run.y[:, -1].copy()
    legs_ec50 = v["relief_legs_ec50"] * v["ec50_factor"]
    cord_factor = (1 + level[0]) * np.exp(level[2])
    at_cord, in_brain, in_blood = sites["cord_legs"], sites["brain"], sites["blood"]
    lost = hill(
        at_cord,
        legs_ec50 * v["weakness_cord_ec50_ratio"] * cord_factor,
        v["weakness_cord_slope"],
    )
    blood = v["weakness_blood_maximum"] * hill(in_blood, v["weakness_blood_ec50"], 1.0)
    relief = v["relief_maximum"] * hill(at_cord, legs_ec50 * cord_factor, v["relief_slope"])
    return {
        "relief_legs": relief,
        "drowsiness": hill(in_brain, v["drowsiness_ec50"] * (1 + level[1]), v["drowsiness_slope"]),
        "weakness": 1 - (1 - lost) * (1 - blood),
    }


def largest(found: w.Outputs, exact: dict[str, np.ndarray], person: int, axis: int = 0) -> float:
    """Return the largest difference of any curve over that curve's own maximum."""
    return max(
        float(np.max(np.abs(np.take(found[name], person, axis) - wanted)) / np.max(np.abs(wanted)))
        for name, wanted in exact.items()
    )


def depot(person: int) -> dict[str, np.ndarray]:
    """Return plasma at a person's own times, dose by dose by the formula of one depot."""
    rows = w.EVENT_DOSES + w.EVENT_LOOKS
    mine = slice(person * rows, (person + 1) * rows)
    _, time_h, event, amount = (column[mine] for column in w.event_rows(1_000))
    given, looks = event == 1, event == 0
    into, out = w.EVENT_ABSORPTION_PER_H, w.EVENT_CLEARANCE_L_PER_H / w.EVENT_VOLUME_L
    since_h = np.maximum(time_h[looks, None] - time_h[given], 0.0)
    each = into / (into - out) * (np.exp(-out * since_h) - np.exp(-into * since_h))
    return {"plasma": each @ amount[given] / w.EVENT_VOLUME_L}


def error(name: str, found: w.Outputs) -> float | None:
    """Return the largest error of a workload's output on a sample; None where nothing is known."""
    count = next(iter(found.values())).shape[0]
    sample = sorted({0, count // 3, 2 * count // 3, count - 1})
    if name in ("W1", "W2"):
        return max(largest(found, hourly(i, count), i) for i in sample)
    if name.startswith("W3"):
        count = found["peak"].shape[1]
        sample = [0, count // 3, count - 1]
        settled = name == "W3s"
        return max(largest(found, last_interval(i, count, settled), i, 1) for i in sample)
    if name.startswith("W4"):
        feedback = name in ("W4", "W4u")
        return max(largest(found, tolerant(i, count, feedback=feedback), i) for i in sample[:2])
    if name == "events":
        return max(largest(found, depot(i), i) for i in sample)
    if name in ("W5", "W5r"):
        return largest(found, body(responses=name == "W5r"), 0)
    return None
