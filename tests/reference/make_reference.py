"""Numbers that titrate's exact solution is held against, from mpmath at 50 digits.

    python tests/reference/make_reference.py

writes the JSON files beside it. Nothing here imports titrate: matrices are written by hand, from
the equations of the design and the numbers of params/baclofen/adult.toml, and wherever a closed
form exists it is worked out too and must agree with the matrix exponential to 30 digits.

A case is a set of curves: times in h, values in ug/L (or ug where the name says so).
"""

import json
import tomllib
from itertools import pairwise
from pathlib import Path

from mpmath import exp, expm, factorial, gammainc, inverse, matrix, mp, mpf, zeros

mp.dps = 50
HERE = Path(__file__).parent
AGREE = mpf(10) ** -30


def exact(number):
    """The very number that a float literal stands for, so that both sides solve one problem."""
    return mpf(float(number))


def stepped(rates, size, pieces, start):
    """States after each piece: (length in h, constant input in ug/h, boluses in ug).

    ``rates`` are (to, from, rate); a bolus enters at the end of its piece. The input is an extra
    state of value 1, so nothing is divided by a rate.
    """
    state = start.copy()
    for length, inflow, boluses in pieces:
        a = zeros(size + 1)
        for target, source, rate in rates:
            a[target, source] += rate
        for target, rate in inflow.items():
            a[target, size] += rate
        wide = zeros(size + 1, 1)
        for i in range(size):
            wide[i] = state[i]
        wide[size] = 1
        wide = expm(a * length, method="taylor") * wide if length else wide
        state = matrix([wide[i] for i in range(size)])
        for target, amount in boluses.items():
            state[target] += amount
        yield state


def moves(*triples):
    """Rates of a flow: into the target, out of the source."""
    rates = []
    for source, target, rate in triples:
        rates += [(source, source, -rate)]
        if target is not None:
            rates += [(target, source, rate)]
    return rates


def watched(rates, size, times, start, inflow=None, until=None):
    """States at each time; a constant input may stop at one of them."""
    pieces, before = [], mpf(0)
    for time in times:
        on = inflow is not None and (until is None or time <= until)
        pieces.append((time - before, inflow if on else {}, {}))
        before = time
    return list(stepped(rates, size, pieces, start))


def column(*values):
    return matrix([mpf(v) for v in values])


def must_agree(name, one, other):
    scale = max(abs(v) for v in one)
    worst = max(abs(a - b) for a, b in zip(one, other, strict=True)) / scale
    assert worst < AGREE, f"{name}: the closed form and the exponential differ by {worst}"


def floats(values):
    return [float(v) for v in values]


def grid(end_h, count):
    """Times that are floats, as titrate is given them."""
    return [exact(end_h * i / count) for i in range(count + 1)]


DOSE = mpf(10_000)  # ug


def absorbed_at_the_rate_of_elimination():
    """ka = k: D k t exp(-k t)."""
    k, times = exact(0.3), grid(48, 96)
    states = watched(moves((0, 1, k), (1, None, k)), 2, times, column(DOSE, 0))
    closed = [DOSE * k * t * exp(-k * t) for t in times]
    must_agree("ka = k", closed, [s[1] for s in states])
    return {"times_h": floats(times), "plasma_ug": floats(closed)}


def nearly_equal(part):
    """Bateman's formula, whose difference of rates is 1e-12 of them; 50 digits carry it."""
    ka, times = exact(0.3), grid(48, 96)
    k = exact(0.3 * (1 + part))
    states = watched(moves((0, 1, ka), (1, None, k)), 2, times, column(DOSE, 0))
    closed = [DOSE * ka * (exp(-ka * t) - exp(-k * t)) / (k - ka) for t in times]
    must_agree("Bateman", closed, [s[1] for s in states])
    return {"times_h": floats(times), "plasma_ug": floats(closed), "k_per_h": float(k)}


def through_transit(count, rate=6.0, end_h=12.0):
    """Equal transit rates: Erlang's density in the last one, an incomplete gamma function after.

    Chain of ``count``, then gut emptied at the same rate, then plasma that keeps everything.
    """
    ktr, times = exact(rate), grid(end_h, 96)
    chain = [(i, i + 1, ktr) for i in range(count + 1)]
    states = watched(moves(*chain), count + 2, times, column(DOSE, *([0] * (count + 1))))
    last = [DOSE * (ktr * t) ** (count - 1) * exp(-ktr * t) / factorial(count - 1) for t in times]
    plasma = [DOSE * gammainc(count + 1, 0, ktr * t, regularized=True) for t in times]
    must_agree("Erlang", last, [s[count - 1] for s in states])
    must_agree("gamma", plasma, [s[count + 1] for s in states])
    return {"times_h": floats(times), "last_ug": floats(last), "plasma_ug": floats(plasma)}


def stiff():
    """KTR 2000 /h before a plasma that empties at 0.3 /h, watched for a day."""
    ktr, k, times = exact(2000.0), exact(0.3), grid(24, 96)
    chain = [(0, 1, ktr), (1, 2, ktr), (2, 3, ktr), (3, None, k)]
    states = watched(moves(*chain), 4, times, column(DOSE, 0, 0, 0))
    return {"times_h": floats(times), "plasma_ug": floats([s[3] for s in states])}


def two_compartments_by_mouth():
    """Three exponentials from the roots of the quadratic, at 50 digits."""
    ka, k10, k12, k21 = (exact(v) for v in (1.0, 0.375, 0.448, 0.655))
    times = grid(48, 96)
    flows = moves((0, 1, ka), (1, None, k10), (1, 2, k12), (2, 1, k21))
    states = watched(flows, 3, times, column(DOSE, 0, 0))
    total = k10 + k12 + k21
    root = (total**2 - 4 * k10 * k21) ** mpf("0.5")
    alpha, beta = (total + root) / 2, (total - root) / 2
    closed = [
        DOSE
        * ka
        * (
            (k21 - alpha) / ((ka - alpha) * (beta - alpha)) * exp(-alpha * t)
            + (k21 - beta) / ((ka - beta) * (alpha - beta)) * exp(-beta * t)
            + (k21 - ka) / ((alpha - ka) * (beta - ka)) * exp(-ka * t)
        )
        for t in times
    ]
    must_agree("two compartments", closed, [s[1] for s in states])
    tissue = [s[2] for s in states]
    return {"times_h": floats(times), "plasma_ug": floats(closed), "tissue_ug": floats(tissue)}


def infusion_then_washout():
    """R/k (1 - exp(-k t)) while it runs, then a plain exponential."""
    k, over, times = exact(0.3), mpf(2), grid(24, 96)
    rate = DOSE / over
    flows = moves((0, None, k))
    states = watched(flows, 1, times, column(0), {0: rate}, over)
    closed = [
        rate / k * (1 - exp(-k * min(t, over))) * exp(-k * max(t - over, mpf(0))) for t in times
    ]
    must_agree("infusion", closed, [s[0] for s in states])
    return {"times_h": floats(times), "plasma_ug": floats(closed)}


def steady_state_by_mouth():
    """D / (1 - exp(-k tau)), summed over the two exponentials of absorption and elimination."""
    ka, k, tau = exact(1.2), exact(0.15), mpf(8)
    flows = moves((0, 1, ka), (1, None, k))
    a = zeros(2)
    for target, source, rate in flows:
        a[target, source] += rate
    step = expm(a * tau, method="taylor")
    unit = matrix([[1, 0], [0, 1]])
    after = inverse(unit - step) * column(DOSE, 0)
    before = step * after
    gut = DOSE * exp(-ka * tau) / (1 - exp(-ka * tau))
    plasma = (
        DOSE
        * ka
        / (k - ka)
        * (exp(-ka * tau) / (1 - exp(-ka * tau)) - exp(-k * tau) / (1 - exp(-k * tau)))
    )
    must_agree("steady", [gut, plasma], [before[0], before[1]])
    return {"gut_ug": float(gut), "plasma_ug": float(plasma)}


SEGMENTS = ["lumbar", "thoracic", "cervical", "cisternal", "cranial"]
DELAYS = ["blood", "soak_legs", "soak_trunk", "soak_arms", "soak_brain"]
BODY = ["gut", "plasma", "tissue", "urine", "metabolised", *SEGMENTS, *DELAYS]
KINETIC = [
    "bioavailability",
    "apparent_clearance",
    "apparent_central_volume",
    "apparent_intercompartmental_clearance",
    "apparent_peripheral_volume",
    "renal_share",
    "absorption_rate",
    "absorption_lag",
    *(f"csf_{name}_volume" for name in SEGMENTS),
    *(f"csf_flow_{low}_{high}" for low, high in pairwise(SEGMENTS)),
    "csf_loss_rate",
    "csf_cranial_loss_rate",
    "csf_plasma_ratio",
    "blood_rate",
    "soak_rate",
    "brain_soak_rate",
    "kappa_cord",
    "phi",
]
# The file writes spinal fluid in mL; the body is in L.
ML = 1000.0


def baclofen():
    """Every number of the file that the kinetics use, exactly the float that titrate reads."""
    text = (HERE.parents[1] / "params" / "baclofen" / "adult.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(text)["parameters"]
    return {name: exact(entries[name]["value"]) for name in KINETIC}


def baclofen_rates(p):
    """The body of the design, section 1, for the reference patient: (to, from, rate)."""
    share, at = p["bioavailability"], {name: i for i, name in enumerate(BODY)}
    central = p["apparent_central_volume"] * share
    peripheral = p["apparent_peripheral_volume"] * share
    between = p["apparent_intercompartmental_clearance"] * share
    clearance = p["apparent_clearance"] * share
    renal, rest = clearance * p["renal_share"], clearance * (1 - p["renal_share"])
    volume = {name: p[f"csf_{name}_volume"] / ML for name in SEGMENTS}
    flows = [
        ("gut", "plasma", p["absorption_rate"]),
        ("plasma", "tissue", between / central),
        ("tissue", "plasma", between / peripheral),
        ("plasma", "urine", renal / central),
        ("plasma", "metabolised", rest / central),
    ]
    for low, high in pairwise(SEGMENTS):
        mixing = p[f"csf_flow_{low}_{high}"] / ML
        flows += [(low, high, mixing / volume[low]), (high, low, mixing / volume[high])]
    for name in SEGMENTS:
        loss = p["csf_cranial_loss_rate" if name == "cranial" else "csf_loss_rate"]
        flows += [
            (name, "plasma", loss),
            ("plasma", name, loss * volume[name] * p["csf_plasma_ratio"] / central),
        ]
    rates = moves(*((at[a], at[b], rate) for a, b, rate in flows))
    followed = {
        "blood": (p["blood_rate"], {"plasma": 1 / central}),
        "soak_legs": (p["soak_rate"], {"lumbar": 1 / volume["lumbar"]}),
        "soak_trunk": (p["soak_rate"], {"thoracic": 1 / volume["thoracic"]}),
        "soak_arms": (
            p["soak_rate"],
            {n: 1 / (2 * volume[n]) for n in ("thoracic", "cervical")},
        ),
        "soak_brain": (p["brain_soak_rate"], {"cisternal": 1 / volume["cisternal"]}),
    }
    for name, (rate, driver) in followed.items():
        rates.append((at[name], at[name], -rate))
        rates += [(at[name], at[source], rate * weight) for source, weight in driver.items()]
    return rates, central, volume


def baclofen_sites(p, central, volume, states):
    at, kappa, phi = {n: i for i, n in enumerate(BODY)}, p["kappa_cord"], p["phi"]
    whole = 1 + phi * p["csf_plasma_ratio"]
    seen = {
        "plasma": [s[at["plasma"]] / central for s in states],
        "cord_legs": [s[at["soak_legs"]] + kappa * s[at["blood"]] for s in states],
        "cord_trunk": [s[at["soak_trunk"]] + kappa * s[at["blood"]] for s in states],
        "cord_arms": [s[at["soak_arms"]] + kappa * s[at["blood"]] for s in states],
        "brain": [(s[at["blood"]] + phi * s[at["soak_brain"]]) / whole for s in states],
    }
    seen |= {f"csf_{n}": [s[at[n]] / volume[n] for s in states] for n in SEGMENTS}
    made_with = {name: float(value) for name, value in p.items()}
    return {
        "parameters": made_with,
        "sites": {name: floats(values) for name, values in seen.items()},
    }


def both_doors():
    """10 mg by mouth every 8 h and 300 ug/day by pump for 10 days, hourly, and 2 days after."""
    p = baclofen()
    rates, central, volume = baclofen_rates(p)
    absorbed, lag = DOSE * p["bioavailability"], p["absorption_lag"]
    pumping = {BODY.index("lumbar"): mpf(300) / 24}
    instants = {exact(t): False for t in range(0, 289)}
    instants |= {mpf(8 * i) + lag: True for i in range(30)}
    pieces, before = [], mpf(0)
    for time in sorted(instants):
        inflow = pumping if time <= 240 else {}
        pieces.append((time - before, inflow, {0: absorbed} if instants[time] else {}))
        before = time
    states = list(stepped(rates, len(BODY), pieces, zeros(len(BODY), 1)))
    looked = [s for t, s in zip(sorted(instants), states, strict=True) if not instants[t]]
    urine = [s[BODY.index("urine")] for s in looked]
    return {
        "times_h": [float(t) for t in range(0, 289)],
        **baclofen_sites(p, central, volume, looked),
        "urine_ug": floats(urine),
    }


def one_bolus():
    """50 ug into the lumbar fluid, every quarter of an hour for two days."""
    p = baclofen()
    rates, central, volume = baclofen_rates(p)
    start = zeros(len(BODY), 1)
    start[BODY.index("lumbar")] = mpf(50)
    times = grid(48, 192)
    states = watched(rates, len(BODY), times, start)
    return {"times_h": floats(times), **baclofen_sites(p, central, volume, states)}


def a_year_of_pump():
    """300 ug/day for 360 days in one stretch, seen now and then."""
    p = baclofen()
    rates, central, volume = baclofen_rates(p)
    times = [exact(24 * day) for day in (1, 2, 7, 30, 90, 180, 270, 360)]
    states = watched(
        rates, len(BODY), times, zeros(len(BODY), 1), {BODY.index("lumbar"): mpf(300) / 24}
    )
    urine = [s[BODY.index("urine")] for s in states]
    return {
        "times_h": floats(times),
        **baclofen_sites(p, central, volume, states),
        "urine_ug": floats(urine),
    }


CASES = {
    "equal_rates": absorbed_at_the_rate_of_elimination,
    "rates_1e-12_apart": lambda: nearly_equal(1e-12),
    "rates_1e-9_apart": lambda: nearly_equal(1e-9),
    "transit_3": lambda: through_transit(3),
    "transit_8": lambda: through_transit(8),
    "stiff_2000_per_h": stiff,
    "two_compartments_oral": two_compartments_by_mouth,
    "infusion_then_washout": infusion_then_washout,
    "steady_state_oral": steady_state_by_mouth,
    "baclofen_both_doors": both_doors,
    "baclofen_bolus_50_ug": one_bolus,
    "baclofen_360_days_of_pump": a_year_of_pump,
}


def main():
    for name, made in CASES.items():
        case = {"witness": " ".join((made.__doc__ or "Bateman").split()), **made()}
        (HERE / f"{name}.json").write_text(json.dumps(case, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
