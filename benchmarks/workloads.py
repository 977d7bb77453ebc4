"""The workloads: each one is a few lines that a user of titrate would write.

W1 to W3 are the seven-state model (three equal transit rates, gut, central, peripheral, effect
site) in clearance, central volume and absorption that differ between people; W4 adds tolerance;
W5 is baclofen as it ships. Amounts are in ug and concentrations in ug/L.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

import titrate as tt

TRANSIT_PER_H = 6.0
CLEARANCE_L_PER_H, CLEARANCE_CV = 11.0, 0.30
CENTRAL_L, CENTRAL_CV = 35.0, 0.25
ABSORPTION_PER_H, ABSORPTION_CV = 1.8, 0.50
BETWEEN_L_PER_H = 6.0
PERIPHERAL_L = 25.0
EFFECT_PER_H = 0.35
EC50_UG_PER_L, SLOPE = 150.0, 2.2
TOLERANCE_PER_H = 0.01
ORAL_DOOR = tt.Door(unit="mg", step=5)

EVERY_H = 8.0
STEPS_MG = (5.0, 10.0, 15.0, 20.0, 25.0)
DAYS_A_STEP = 6
HOURLY = np.arange(721.0)
LEVELS_MG = np.linspace(2.5, 100.0, 40)
W3_DAYS = 14
SEED = 20261122
EVENT_DOSES, EVENT_LOOKS = 90, 100
EVENT_CLEARANCE_L_PER_H, EVENT_VOLUME_L, EVENT_ABSORPTION_PER_H = 1.1, 20.0, 1.5

Outputs = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Workload:
    """Something to time.

    ``run`` is timed whole: building the model or the subject, the regimen, solving, responses.
    ``target_ms`` is what `PERFORMANCE` asks of it, None where it asks nothing.
    """

    name: str
    title: str
    run: Callable[[], Outputs]
    target_ms: float | None = None
    note: str = ""


@cache
def people(count: int) -> dict[str, np.ndarray]:
    """Return clearance, central volume and absorption rate of people, log-normal, seeded.

    The first of them is the typical person.
    """
    generator = np.random.default_rng(SEED)

    def drawn(typical: float, cv: float) -> np.ndarray:
        deviation = generator.normal(0.0, np.sqrt(np.log1p(cv**2)), count)
        deviation[0] = 0.0
        return typical * np.exp(deviation)

    return {
        "clearance": drawn(CLEARANCE_L_PER_H, CLEARANCE_CV),
        "central": drawn(CENTRAL_L, CENTRAL_CV),
        "absorption": drawn(ABSORPTION_PER_H, ABSORPTION_CV),
    }


def seven_states(count: int) -> tt.CompartmentModel:
    """Return T1 -> T2 -> T3 -> gut -> central <-> peripheral with an effect site."""
    who = people(count)
    one = (lambda v: float(v[0])) if count == 1 else (lambda v: v)
    central, clearance = one(who["central"]), one(who["clearance"])
    return tt.CompartmentModel(
        compartments=("t1", "t2", "t3", "gut", "central", "peripheral", "eliminated"),
        flows=(
            tt.Flow("t1", "t2", TRANSIT_PER_H),
            tt.Flow("t2", "t3", TRANSIT_PER_H),
            tt.Flow("t3", "gut", TRANSIT_PER_H),
            tt.Flow("gut", "central", one(who["absorption"])),
            tt.Flow("central", "peripheral", BETWEEN_L_PER_H / central),
            tt.Flow("peripheral", "central", BETWEEN_L_PER_H / PERIPHERAL_L),
            tt.Flow("central", "eliminated", clearance / central),
        ),
        entries=(tt.Entry("oral", "t1"),),
        sites=(
            tt.Site("plasma", {"central": 1 / central}),
            tt.Site("effect_site", {"effect": 1.0}),
        ),
        delays=(tt.Delay("effect", "plasma", EFFECT_PER_H),),
    )


def stepped_course() -> tt.Regimen:
    """Return 90 doses in 30 days, every 8 h, 5 mg rising to 25 mg in steps of 5 mg."""
    first, *rest = (tt.oral(dose_mg=mg, every_h=EVERY_H, days=DAYS_A_STEP) for mg in STEPS_MG)
    for step in rest:
        first = first.then(step)
    return first


def seven_states_hourly(count: int, outputs: tuple[str, ...] | None = None) -> Outputs:
    """W1 and W2: plasma, effect site and effect of each person every hour for 30 days."""
    solution = tt.solve(seven_states(count), stepped_course(), HOURLY, outputs=outputs)
    curves = dict(solution.concentration.curves)
    if outputs is None:
        curves["effect"] = tt.Hill(EC50_UG_PER_L, SLOPE)(curves["effect_site"])
    return curves


# Close enough for a quartic through five nodes to find the peak; the mean takes every second of
# them by Boole's rule. Errors are measured beside the time.
_NODE_H, _STRIDE = 1 / 16, 2


def dose_levels(count: int, *, exact_peaks: bool = False, settled: bool = False) -> Outputs:
    """W3: peak, trough and mean effect of the last interval, each person at each of 40 levels.

    Exposure is proportional to the dose, so the course of 1 mg is solved once. The effect rises
    with the concentration, so its peak and trough are those of the concentration.

    Parameters
    ----------
    count : int
    exact_peaks : bool
        By `tt.measures`, which finds peaks to round-off; otherwise by quartics through nodes.
    settled : bool
        The steady state in closed form instead of the 42nd interval.
    """
    model = seven_states(count)
    if settled:
        unit = tt.oral(dose_mg=1, every_h=EVERY_H, doses=1)
        state, start = tt.steady_state(model, unit), 0.0
    else:
        unit = tt.oral(dose_mg=1, every_h=EVERY_H, days=W3_DAYS)
        state, start = None, unit.end_h - EVERY_H
    times = start + np.arange(0.0, EVERY_H + _NODE_H / 2, _NODE_H)
    solution = tt.solve(model, unit, times, initial=state, outputs=["effect_site"])
    nodes = solution.concentration.curves["effect_site"]
    if exact_peaks:
        found = tt.measures(solution, "effect_site", from_h=start, to_h=unit.end_h)
        peak, trough = np.atleast_1d(found.c_max), np.atleast_1d(found.c_min)
    else:
        peak, trough = _tops(nodes), -_tops(-nodes)
    odds = _odds_at_one(np.column_stack([peak, trough, nodes[:, ::_STRIDE]]))
    up = LEVELS_MG**SLOPE
    weights = _boole((nodes.shape[1] - 1) // _STRIDE)
    mean = np.empty((len(LEVELS_MG), count))
    for level, factor in enumerate(up):
        share = odds[:, 2:] * factor
        share /= 1.0 + share
        np.matmul(share, weights, out=mean[level])
    ends = up[:, None, None] * odds[:, :2].T
    ends /= 1.0 + ends
    return {"peak": ends[:, 0], "trough": ends[:, 1], "mean": mean}


def _odds_at_one(concentration: np.ndarray) -> np.ndarray:
    """Return the odds of the effect at 1 mg; at a level they are these times level to the slope."""
    share = tt.Hill(EC50_UG_PER_L, SLOPE)(concentration)
    return share / (1.0 - share)


def _tops(curves: np.ndarray) -> np.ndarray:
    """Return the highest value of each row, by the quartic through the best node and four more."""
    reach, fine = 2, 200
    best = np.clip(np.argmax(curves, axis=1), reach, curves.shape[1] - 1 - reach)
    offsets = np.arange(-reach, reach + 1)
    five = curves[np.arange(len(curves))[:, None], best[:, None] + offsets]
    at = np.linspace(-reach, reach, fine * 2 * reach + 1)
    through = np.vander(at, 5) @ np.linalg.inv(np.vander(offsets.astype(float), 5))
    return (five @ through.T).max(axis=1)


def _boole(panels: int) -> np.ndarray:
    """Return weights that average over ``panels`` equal steps (a multiple of four)."""
    weights = np.zeros(panels + 1)
    for first in range(0, panels, 4):
        weights[first : first + 5] += np.array([7.0, 32.0, 12.0, 32.0, 7.0])
    return weights / weights.sum()


def with_tolerance(count: int) -> Outputs:
    """W4a: W2 with the tolerance that titrate has: its drive does not feel the tolerance.

    ``a' = 0.01 (CE / (EC50 + CE) - a)`` and an effect with ``EC50 (1 + a)``.
    """
    half_time_h = np.log(2) / TOLERANCE_PER_H
    return _tolerant(
        count,
        tt.Adaptation(
            name="tolerance",
            site="effect_site",
            maximum=1.0,
            half_way=EC50_UG_PER_L,
            slope=1.0,
            half_time_up_h=half_time_h,
            half_time_down_h=half_time_h,
        ),
    )


def with_own_tolerance(count: int) -> Outputs:
    """W4: W2 with a tolerance that weakens its own drive, as an equation of one's own.

    ``TOL' = 0.01 (CE / (EC50 (1 + TOL) + CE) - TOL)``
    """

    def change_per_h(concentration: np.ndarray, tolerance: np.ndarray) -> np.ndarray:
        drive = concentration / (EC50_UG_PER_L * (1.0 + tolerance) + concentration)
        return TOLERANCE_PER_H * (drive - tolerance)

    own = tt.Tolerance("tolerance", "effect_site", change_per_h, fastest_per_h=TOLERANCE_PER_H)
    return _tolerant(count, own)


def _tolerant(count: int, tolerance: tt.Adaptation | tt.Tolerance) -> Outputs:
    effect = tt.Endpoint(
        "effect",
        unit="",
        better="higher",
        site="effect_site",
        curve=tt.Hill(EC50_UG_PER_L, SLOPE),
        adaptation=tolerance,
    )
    drug = tt.DrugModel(
        name="seven states",
        parameters=tt.ParameterSet.of(),
        individual=lambda parameters, who: {},  # noqa: ARG005
        kinetics=lambda values: seven_states(count),  # noqa: ARG005
        endpoints=lambda values: (effect,),  # noqa: ARG005
        doors={"oral": ORAL_DOOR},
    )
    result = tt.simulate(drug, anonymous(count), stepped_course(), HOURLY)
    return {**result.concentration.curves, **result.adaptation.curves, **result.response.curves}


def with_feedback(count: int, method: tt.Ode) -> Outputs:
    """W4u: the model of W4 as somebody writes it who gives all of it as a right-hand side.

    What is left is numerical integration, person by person. The effect site and the tolerance
    stand as compartments that nothing flows into.
    """
    found: list[np.ndarray] = []
    who = people(count)
    for i in range(count):
        central = float(who["central"][i])
        solution = tt.solve(
            _feedback_model({name: float(v[i]) for name, v in who.items()}, central),
            stepped_course(),
            HOURLY,
            method=method,
        )
        found.append(np.stack([solution.concentration[s] for s in ("effect_site", "tolerance")]))
    stacked = np.stack(found, axis=1)
    effect = tt.Hill(EC50_UG_PER_L, SLOPE)(stacked[0], 1.0 + stacked[1])
    return {"effect_site": stacked[0], "tolerance": stacked[1], "effect": effect}


def _feedback_model(one: Mapping[str, float], central: float) -> tt.CompartmentModel:
    def own(time_h: float, amounts: Mapping[str, float]) -> dict[str, float]:  # noqa: ARG001
        effect, tolerance = amounts["effect"], amounts["tolerance"]
        drive = effect / (EC50_UG_PER_L * (1.0 + tolerance) + effect)
        return {
            "effect": EFFECT_PER_H * (amounts["central"] / central - effect),
            "tolerance": TOLERANCE_PER_H * (drive - tolerance),
        }

    return tt.CompartmentModel(
        compartments=(
            *("t1", "t2", "t3", "gut", "central", "peripheral", "eliminated"),
            *("effect", "tolerance"),
        ),
        flows=(
            tt.Flow("t1", "t2", TRANSIT_PER_H),
            tt.Flow("t2", "t3", TRANSIT_PER_H),
            tt.Flow("t3", "gut", TRANSIT_PER_H),
            tt.Flow("gut", "central", one["absorption"]),
            tt.Flow("central", "peripheral", BETWEEN_L_PER_H / central),
            tt.Flow("peripheral", "central", BETWEEN_L_PER_H / PERIPHERAL_L),
            tt.Flow("central", "eliminated", one["clearance"] / central),
        ),
        entries=(tt.Entry("oral", "t1"),),
        sites=(
            tt.Site("effect_site", {"effect": 1.0}),
            tt.Site("tolerance", {"tolerance": 1.0}),
        ),
        right_hand_side=own,
    )


@cache
def anonymous(count: int) -> tt.Population:
    """Return people of whom nothing is known; the model carries their rates."""
    return tt.Population(tuple(tt.Patient() for _ in range(count)))


@cache
def baclofen() -> tt.DrugModel:
    """Return baclofen in adults."""
    return tt.load_drug("baclofen")


_VARYING = (
    *("absorption_rate", "apparent_central_volume", "apparent_clearance"),
    *("csf_loss_rate", "relief_legs_ec50", "soak_rate"),
)
_VARYING_SD = 0.25


@cache
def body_people(count: int) -> tt.Patient | tt.Population:
    """Return one typical patient, or a seeded population around them."""
    if count == 1:
        return tt.Patient(weight_kg=70, origin="ms", baseline_ashworth=3)
    generator = np.random.default_rng(SEED)
    weights = generator.uniform(50, 95, count)
    eta = generator.normal(0, _VARYING_SD, (count, len(_VARYING)))
    return tt.Population(
        tuple(
            tt.Patient(
                weight_kg=float(kg),
                origin="ms",
                baseline_ashworth=3,
                eta=dict(zip(_VARYING, row.tolist(), strict=True)),
            )
            for kg, row in zip(weights, eta, strict=True)
        )
    )


def by_mouth_and_pump() -> tt.Regimen:
    """Return 10 mg every 8 h and 300 ug a day by pump together for 30 days."""
    return tt.oral(dose_mg=10, every_h=8, days=30) + tt.pump(rate_ug_per_day=300, days=30)


def body_sites() -> list[str]:
    """Return the names of all sites of the body."""
    drug = baclofen()
    values = drug.individual(drug.parameters, drug.people(body_people(1)))
    return list(drug.kinetics(values).site_names)


def whole_body(count: int, outputs: list[str] | None) -> Outputs:
    """W5: oral and pump together, hourly for 30 days; all responses too where outputs is None."""
    result = tt.simulate(
        baclofen(), body_people(count), by_mouth_and_pump(), HOURLY, outputs=outputs
    )
    return {**result.concentration.curves, **result.response.curves}


def closely() -> Outputs:
    """Return 14 days of one patient, quarter-hourly, all sites and responses."""
    result = tt.simulate(baclofen(), body_people(1), tt.oral(dose_mg=10, every_h=8, days=14))
    return {**result.concentration.curves, **result.response.curves}


def window(initial: str | None) -> Outputs:
    """Return the dose window of one patient by mouth."""
    found = tt.find_window(
        baclofen(), body_people(1), tt.oral(dose_mg=10, every_h=8, days=14), initial=initial
    )
    return {"intervals": np.array(found.intervals)}


def map_of_doses(count: int, days: float) -> Outputs:
    """W6: the share of people inside their goals at 41 x 41 doses by mouth and by pump."""
    found = tt.dose_map(
        baclofen(),
        body_people(count),
        tt.oral(dose_mg=10, every_h=8, days=days),
        tt.pump(rate_ug_per_day=100, days=days),
        daily_mg=(0, 100),
        daily_ug=(0, 400),
    )
    return {"share_inside": found.share_inside}


@cache
def event_rows(count: int) -> tuple[np.ndarray, ...]:
    """Return ID, TIME, EVID and AMT of people with times of their own, sorted as a table is."""
    generator = np.random.default_rng(SEED)
    given_h = generator.uniform(0, 1, (count, 1)) + EVERY_H * np.arange(EVENT_DOSES)
    seen_h = generator.uniform(1, EVERY_H * EVENT_DOSES, (count, EVENT_LOOKS))
    time_h = np.concatenate([given_h, seen_h], axis=1)
    order = np.argsort(time_h, axis=1)
    event = np.broadcast_to(np.repeat([1, 0], [EVENT_DOSES, EVENT_LOOKS]), time_h.shape)
    event = np.take_along_axis(event, order, axis=1).reshape(-1)
    who = np.repeat(np.arange(count), time_h.shape[1])
    return who, np.sort(time_h, axis=1).reshape(-1), event, 100.0 * event


def event_table(count: int) -> Outputs:
    """Return predictions for an event table, the table itself made anew; (people, looks)."""
    import pandas as pd

    who, time_h, event, amount = event_rows(count)
    table = pd.DataFrame({"ID": who, "TIME": time_h, "EVID": event, "AMT": amount, "CMT": 1})
    model = tt.one_compartment_oral(
        clearance_L_per_h=EVENT_CLEARANCE_L_PER_H,
        volume_L=EVENT_VOLUME_L,
        absorption_per_h=EVENT_ABSORPTION_PER_H,
    )
    seen = tt.simulate_event_table(model, table, observe="plasma")
    return {"plasma": seen["PRED"].to_numpy().reshape(count, -1)}


def redraw() -> Outputs:
    """Draw the window of one patient again."""
    import pictures

    return pictures.redraw()


def slider(count: int) -> Outputs:
    """Move a slider: simulate and draw."""
    import pictures

    return pictures.slider(count)


def moved_slider(count: int) -> Outputs:
    """Simulate what a moved slider asks for."""
    import pictures

    result = pictures.slid(count)
    return {**result.concentration.curves, **result.response.curves}


def workloads() -> dict[str, Workload]:
    """Return every workload by name."""
    sites = body_sites()
    listed = (
        Workload(
            "W1", "one person, 90 doses, hourly for 30 days", lambda: seven_states_hourly(1), 3
        ),
        Workload("W2", "the same for 1,000 people", lambda: seven_states_hourly(1_000), 40),
        Workload(
            "W3",
            "1,000 people x 40 dose levels: peak, trough, mean effect after 14 days",
            lambda: dose_levels(1_000),
            50,
            note="1 mg solved for 14 days, looked at 129 times in the last interval, then scaled",
        ),
        Workload(
            "W3m",
            "the same, peaks and troughs by tt.measures",
            lambda: dose_levels(1_000, exact_peaks=True),
            50,
            note="peaks to round-off",
        ),
        Workload(
            "W3s",
            "the same in steady state, in closed form",
            lambda: dose_levels(1_000, settled=True),
            50,
            note="not the 42nd interval but the last of infinitely many",
        ),
        Workload(
            "W4a",
            "W2 with tt.Adaptation (no feedback of the tolerance on its drive)",
            lambda: with_tolerance(1_000),
            note="W4 without the feedback: linear in the tolerance",
        ),
        Workload(
            "W4",
            "W2 with a tolerance that weakens its own drive, by tt.Tolerance",
            lambda: with_own_tolerance(1_000),
            320,
        ),
        Workload(
            "W4u",
            "the same, 2 people, all of it by a right-hand side of one's own",
            lambda: with_feedback(2, tt.Ode("LSODA")),
            note="the case where titrate is slower than its peers; time 1,000 people at 500 times",
        ),
        Workload("W5", "baclofen, one patient, all sites", lambda: whole_body(1, sites), 10),
        Workload(
            "W5-1000", "baclofen, 1,000 people, all sites", lambda: whole_body(1_000, sites), 250
        ),
        Workload(
            "W5r", "baclofen, one patient, sites and responses", lambda: whole_body(1, None), 10
        ),
        Workload(
            "W5r-1000",
            "baclofen, 1,000 people, sites and responses",
            lambda: whole_body(1_000, None),
            250,
        ),
        Workload(
            "events",
            "event table, 1,000 IDs with times of their own, 190,000 rows",
            lambda: event_table(1_000),
        ),
        Workload("day14", "baclofen, one patient, 14 days quarter-hourly, everything", closely),
        Workload("window", "find_window, by mouth, never treated, 14 days", lambda: window(None)),
        Workload(
            "W6",
            "dose map, 41 x 41 doses x 500 people, after 14 days",
            lambda: map_of_doses(500, 14),
            1500,
            note="interpolated between 10 x 10 doses or more; adaptation over all days",
        ),
        Workload(
            "W6-3",
            "the same after 3 days",
            lambda: map_of_doses(500, 3),
            1500,
        ),
        Workload("window-adapted", "find_window, by mouth, adapted", lambda: window("adapted")),
        Workload("redraw", "picture of one patient's window, drawn again", redraw, 100),
        Workload(
            "slider",
            "slider of 1,000 people over 3 days: two curves and their picture",
            lambda: slider(1_000),
            150,
        ),
        Workload("slider-sim", "the simulation of it alone", lambda: moved_slider(1_000), 50),
    )
    return {each.name: each for each in listed}
