"""What other solvers need for the same work, each written the way its own users would.

numbalsoda: the right-hand side compiled by numba, one integration per dose interval, one person
after another, one thread. scipy: the same right-hand side in Python. Where a peer is timed on a
sample of people its time is scaled up, and the result says so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import measuring
import numpy as np
import references
import workloads as w

RTOL, ATOL = 1e-8, 1e-6
# Spinal fluid holds amounts a thousand times smaller than the gut's.
BODY_ATOL = 1e-9


@dataclass(frozen=True)
class Peer:
    """A timed peer: ``milliseconds`` for all of the work, from ``timed`` of ``whole`` units."""

    name: str
    milliseconds: float
    processor: float
    timed: int
    whole: int
    unit: str
    error: float | None

    @property
    def scaled(self) -> bool:
        """Whether the time is that of a sample, scaled up."""
        return self.timed < self.whole


def available() -> bool:
    """Return whether numbalsoda is here."""
    try:
        import numbalsoda  # noqa: F401
    except ImportError:
        return False
    return True


def _parameters(count: int) -> np.ndarray:
    who = w.people(count)
    return np.stack([who["clearance"], who["central"], who["absorption"]], axis=1)


@cache
def _compiled() -> dict[str, Any]:
    """Return compiled loops over people by solver, and the addresses of right-hand sides."""
    import numba as nb
    from numbalsoda import dop853, lsoda, lsoda_sig

    ktr, q, v2, ke0 = w.TRANSIT_PER_H, w.BETWEEN_L_PER_H, w.PERIPHERAL_L, w.EFFECT_PER_H
    ec50, ktol = w.EC50_UG_PER_L, w.TOLERANCE_PER_H

    @nb.njit
    def kinetics(u, du, p):
        """Fill the slopes of gut, plasma, tissue and effect site, which every workload shares."""
        cl, v1, ka = p[0], p[1], p[2]
        du[0] = -ktr * u[0]
        du[1] = ktr * (u[0] - u[1])
        du[2] = ktr * (u[1] - u[2])
        du[3] = ktr * u[2] - ka * u[3]
        du[4] = ka * u[3] - (cl + q) / v1 * u[4] + q / v2 * u[5]
        du[5] = q / v1 * u[4] - q / v2 * u[5]
        du[6] = ke0 * (u[4] / v1 - u[6])

    @nb.cfunc(lsoda_sig)
    def seven(t, u, du, p):  # noqa: ARG001
        kinetics(u, du, p)

    def tolerant(inside):
        @nb.cfunc(lsoda_sig)
        def eight(t, u, du, p):  # noqa: ARG001
            kinetics(u, du, p)
            du[7] = ktol * (u[6] / (ec50 * (1 + inside * u[7]) + u[6]) - u[7])

        return eight

    @nb.cfunc(lsoda_sig)
    def sparse(t, u, du, p):  # noqa: ARG001
        # p: states, entries, then row, column, rate of each entry that is not zero
        size, entries = int(p[0]), int(p[1])
        for i in range(size):
            du[i] = 0.0
        for k in range(entries):
            du[int(p[2 + 3 * k])] += p[4 + 3 * k] * u[int(p[3 + 3 * k])]

    def loop(solver):
        @nb.njit
        def run(address, data, start, into, cuts, amounts, steps, rtol, atol):
            """Return states at the end of each step of each interval, (people, states, times)."""
            people, size = data.shape[0], start.shape[0]
            found = np.empty((people, size, steps.sum() + 1))
            for person in range(people):
                u = start.copy()
                at = 0
                for k in range(len(amounts)):
                    u[into] += amounts[k]
                    found[person, :, at] = u
                    times = np.linspace(cuts[k], cuts[k + 1], steps[k] + 1)
                    usol, ok = solver(address, u, times, data[person], rtol, atol)
                    if not ok:
                        found[person, :, at:] = np.nan
                        break
                    for j in range(1, steps[k] + 1):
                        found[person, :, at + j] = usol[j]
                    at += steps[k]
                    u = usol[steps[k]].copy()
            return found

        return run

    held = {"seven": seven, "one way": tolerant(0.0), "feedback": tolerant(1.0), "sparse": sparse}
    return {
        "loops": {"dop853": loop(dop853), "lsoda": loop(lsoda)},
        "addresses": {name: function.address for name, function in held.items()},
        "held": held,
    }


def _hourly(solver: str, rhs: str, data: np.ndarray, size: int) -> np.ndarray:
    compiled = _compiled()
    cuts = np.append(np.arange(0.0, 720.0, w.EVERY_H), 720.0)
    steps = np.full(90, int(w.EVERY_H))
    return compiled["loops"][solver](
        compiled["addresses"][rhs], data, np.zeros(size), 0, cuts, references.doses_ug(), steps,
        RTOL, ATOL,
    )  # fmt: skip


def _curves(states: np.ndarray, central: np.ndarray) -> dict[str, np.ndarray]:
    curves = {"plasma": states[:, 4] / central[:, None], "effect_site": states[:, 6]}
    if states.shape[1] > 7:
        curves["tolerance"] = states[:, 7]
    factor = 1 + curves["tolerance"] if "tolerance" in curves else 1.0
    curves["effect"] = references.effect(np.maximum(states[:, 6], 0.0), factor)
    return curves


def _timed(work: Callable[[], Any], repeats: int) -> tuple[np.ndarray, Any]:
    """Return median milliseconds (by the clock, of processor time), and what was found."""
    found = work()
    times = measuring.timed_ms(work, repeats)
    return np.median(times, axis=1), found


def _seven(name: str) -> list[Peer]:
    count = 1 if name == "W1" else 1_000
    data = _parameters(count)
    peers: list[Peer] = []
    for solver in ("dop853", "lsoda"):
        ms, curves = _timed(
            lambda s=solver: _curves(_hourly(s, "seven", data, 7), data[:, 1]),
            20 if count == 1 else 2,
        )
        error = references.error(name, curves)
        peers.append(Peer(f"numbalsoda {solver}", *ms, count, count, "people", error))
    some = data[: min(count, 2)]
    for solver in ("odeint", "solve_ivp LSODA"):
        ms, curves = _timed(lambda s=solver: _curves(_by_scipy(s, some), some[:, 1]), 1)
        exact = references.hourly(0, count)
        wrong = references.largest(curves, exact, 0)
        peers.append(
            Peer(f"scipy {solver}", *(ms * count / len(some)), len(some), count, "people", wrong)
        )
    return peers


def _by_scipy(solver: str, data: np.ndarray) -> np.ndarray:
    from scipy.integrate import odeint, solve_ivp

    ktr, q, v2, ke0 = w.TRANSIT_PER_H, w.BETWEEN_L_PER_H, w.PERIPHERAL_L, w.EFFECT_PER_H
    found = np.empty((len(data), 7, 721))
    for person, (cl, v1, ka) in enumerate(data.tolist()):

        def slope(t, u, cl=cl, v1=v1, ka=ka):  # noqa: ARG001
            t1, t2, t3, gut, central, peripheral, effect = u
            return [
                -ktr * t1,
                ktr * (t1 - t2),
                ktr * (t2 - t3),
                ktr * t3 - ka * gut,
                ka * gut - (cl + q) / v1 * central + q / v2 * peripheral,
                q / v1 * central - q / v2 * peripheral,
                ke0 * (central / v1 - effect),
            ]

        u = np.zeros(7)
        for k, amount in enumerate(references.doses_ug()):
            u = u.copy()
            u[0] += amount
            times = 8.0 * k + np.arange(9.0)
            if solver == "odeint":
                usol = odeint(slope, u, times, tfirst=True, rtol=RTOL, atol=ATOL).T
            else:
                usol = solve_ivp(
                    slope, (times[0], times[-1]), u, "LSODA", times, rtol=RTOL, atol=ATOL
                ).y
            found[person, :, 8 * k : 8 * k + 9] = usol
            found[person, 0, 8 * k] = u[0]
            u = usol[:, -1]
    return found


def _levels() -> list[Peer]:
    """W3 by brute force (a sample of people, every level), and by superposition by hand."""
    count, levels = 1_000, len(w.LEVELS_MG)
    data = _parameters(count)
    compiled = _compiled()
    cuts = np.append(np.arange(0.0, 336.0, w.EVERY_H), 336.0)
    steps = np.ones(42, dtype=np.int64)
    steps[-1] = 128

    def course(people: np.ndarray, dose_ug: float) -> np.ndarray:
        states = compiled["loops"]["dop853"](
            compiled["addresses"]["seven"], people, np.zeros(7), 0, cuts, np.full(42, dose_ug),
            steps, RTOL, ATOL * dose_ug / 25_000,
        )  # fmt: skip
        return states[:, 6, -129:]

    def reduced(curves: np.ndarray) -> np.ndarray:
        shown = references.effect(curves)
        weights = w._boole(128)
        return np.stack([w._tops(shown), -w._tops(-shown), shown @ weights])

    def brute(people: np.ndarray) -> dict[str, np.ndarray]:
        found = np.stack([reduced(course(people, 1000 * mg)) for mg in w.LEVELS_MG], axis=1)
        return dict(zip(("peak", "trough", "mean"), found, strict=True))

    def by_hand() -> dict[str, np.ndarray]:
        unit = course(data, 1000.0)
        found = np.stack([reduced(mg * unit) for mg in w.LEVELS_MG], axis=1)
        return dict(zip(("peak", "trough", "mean"), found, strict=True))

    sample = 10
    ms, found = _timed(lambda: brute(data[:sample]), 1)
    exact = references.last_interval(0, count)
    wrong = references.largest(found, exact, 0, 1)
    peers = [
        Peer(
            "numbalsoda dop853, every level", *(ms * count / sample),
            sample * levels, count * levels, "courses", wrong,
        )
    ]  # fmt: skip
    ms, found = _timed(by_hand, 1)
    wrong = references.largest(found, exact, 0, 1)
    return [
        *peers,
        Peer("numbalsoda dop853, 1 mg scaled by hand", *ms, count, count, "people", wrong),
    ]


def _tolerant(name: str) -> list[Peer]:
    count = 2 if name == "W4u" else 1_000
    rhs = "one way" if name == "W4a" else "feedback"
    data = _parameters(count)
    ms, curves = _timed(lambda: _curves(_hourly("dop853", rhs, data, 8), data[:, 1]), 3)
    del curves["plasma"]
    error = references.error(name, curves)
    return [Peer("numbalsoda dop853", *ms, count, count, "people", error)]


def _body(name: str) -> list[Peer]:
    """W5's kinetics; the rates are titrate's, the loop over entries that are not zero is not."""
    count = 1 if name == "W5" else 1_000
    drug = w.baclofen()
    values = drug.individual(drug.parameters, drug.people(w.body_people(count)))
    model = drug.kinetics(values)
    rates, size = model.rate_matrix(), len(model.states) + 1
    wide = np.zeros((count, size, size))
    wide[:, :-1, :-1] = rates
    wide[:, model.states.index("csf_lumbar"), -1] = 300 / 24
    rows, columns = np.nonzero(wide[0])
    timed = min(count, 100)
    data = np.empty((timed, 2 + 3 * len(rows)))
    data[:, 0], data[:, 1] = size, len(rows)
    data[:, 2::3], data[:, 3::3], data[:, 4::3] = rows, columns, wide[:timed, rows, columns]
    lag = float(values["absorption_lag"][0])
    share = float(values["bioavailability"][0])
    assert 0 < lag < 1
    # Each dose arrives at its lag: hourly output needs a stretch to the lag, one to the hour and
    # one over the other seven.
    cuts = [0.0]
    amounts: list[float] = []
    steps: list[int] = []
    keep = [0]
    for dose in range(90):
        for end, amount, many in ((lag, 0.0, 1), (1.0, share * 10_000, 1), (8.0, 0.0, 7)):
            cuts.append(8.0 * dose + end)
            amounts.append(amount)
            steps.append(many)
        first = keep[-1]
        keep += range(first + 2, first + 10)
    start = np.zeros(size)
    start[-1] = 1.0
    compiled = _compiled()
    looks = np.zeros((timed, len(model.sites), size))
    looks[:, :, :-1] = model.site_matrix()[:timed]

    def run() -> dict[str, np.ndarray]:
        states = compiled["loops"]["dop853"](
            compiled["addresses"]["sparse"], data, start, model.states.index("gut"),
            np.array(cuts), np.array(amounts), np.array(steps), RTOL, BODY_ATOL,
        )  # fmt: skip
        seen = np.moveaxis(looks @ states[:, :, keep], 1, 0)
        return dict(zip(model.site_names, seen, strict=True))

    ms, found = _timed(run, 3 if count == 1 else 1)
    error = references.error(name, found)
    return [Peer("numbalsoda dop853", *(ms * count / timed), timed, count, "people", error)]


def peers(name: str) -> list[Peer]:
    """Return the peers of a workload; none where there is nothing to compare with."""
    if not available():
        return []
    if name in ("W1", "W2"):
        return _seven(name)
    if name == "W3":
        return _levels()
    if name.startswith("W4"):
        return _tolerant(name)
    return _body(name) if name in ("W5", "W5-1000") else []
