"""More numbers that titrate is held against: cases where an instant, a scale or a person is missed.

    python tests/reference/make_hard_cases.py

writes the JSON files beside it, with the equations and the 50 digits of make_reference.py. Nothing
here imports titrate. Each case is worked out by two roads that must agree to 30 digits: a closed
form where there is one, else the exponential of a finer cut at more digits.
"""

import json

from make_reference import (
    BODY,
    DOSE,
    HERE,
    baclofen,
    baclofen_rates,
    baclofen_sites,
    exact,
    floats,
    grid,
    moves,
    must_agree,
    stepped,
)
from mpmath import exp, mp, mpf, zeros

# Spinal fluid of a hundredth of its volume: mixing at hundreds per hour beside soaking at a tenth.
SMALLER = 100


def bolus_at_an_output_time():
    """10 mg into a vein at 0 h and at 8 h, watched hourly: at 8 h the second dose is in."""
    k, times = exact(0.3), grid(24, 24)
    pieces = [
        (mpf(0), {}, {0: DOSE}),
        *((mpf(1), {}, {0: DOSE} if hour == 8 else {}) for hour in range(1, 25)),
    ]
    states = list(stepped(moves((0, None, k)), 1, pieces, zeros(1, 1)))
    closed = [DOSE * exp(-k * t) + (DOSE * exp(-k * (t - 8)) if t >= 8 else 0) for t in times]
    must_agree("bolus", closed, [s[0] for s in states])
    return {"times_h": floats(times), "plasma_ug": floats(closed)}


def infusion_ending_at_a_dose():
    """10 mg into a vein over 8 h, and 10 mg at once at 8 h, watched every half hour."""
    k, times, over = exact(0.3), grid(24, 48), mpf(8)
    rate = DOSE / over
    pieces = [
        (
            mpf(1) / 2 if i else mpf(0),
            {0: rate} if t <= over else {},
            {0: DOSE} if t == over else {},
        )
        for i, t in enumerate(times)
    ]
    states = list(stepped(moves((0, None, k)), 1, pieces, zeros(1, 1)))
    closed = [
        rate / k * (1 - exp(-k * min(t, over))) * exp(-k * max(t - over, mpf(0)))
        + (DOSE * exp(-k * (t - over)) if t >= over else 0)
        for t in times
    ]
    must_agree("infusion to a dose", closed, [s[0] for s in states])
    return {"times_h": floats(times), "plasma_ug": floats(closed)}


# Absorption and elimination, 1/h: equal, apart, and stiff.
PEOPLE = [(0.3, 0.3), (1.2, 0.15), (2000.0, 0.3)]


def _absorbed(ka, k, since):
    """What a dose of 1 has left in plasma, ``since`` hours after it."""
    if since < 0:
        return mpf(0)
    if ka == k:
        return k * since * exp(-k * since)
    return ka * (exp(-k * since) - exp(-ka * since)) / (ka - k)


def several_people():
    """10 mg by mouth every 8 h for two days, in three people at once, watched for three."""
    times, found = grid(72, 144), []
    for ka, k in ((exact(a), exact(e)) for a, e in PEOPLE):
        doses = {mpf(8 * i) for i in range(6)}
        pieces = [
            (mpf(1) / 2 if i else mpf(0), {}, {0: DOSE} if t in doses else {})
            for i, t in enumerate(times)
        ]
        states = list(stepped(moves((0, 1, ka), (1, None, k)), 2, pieces, zeros(2, 1)))
        closed = [DOSE * sum(_absorbed(ka, k, t - d) for d in doses) for t in times]
        must_agree("one of several", closed, [s[1] for s in states])
        found.append(floats(closed))
    return {
        "times_h": floats(times),
        "absorption_per_h": [a for a, _ in PEOPLE],
        "elimination_per_h": [e for _, e in PEOPLE],
        "plasma_ug": found,
    }


def stiff_fluid():
    """A bolus of 50 ug and 300 ug/day by pump for two days, spinal fluid a hundredth as large."""
    p = {
        name: exact(float(value) / SMALLER) if name.endswith("_volume") and "csf" in name else value
        for name, value in baclofen().items()
    }
    rates, central, volume = baclofen_rates(p)
    times = grid(48, 48)
    into = {BODY.index("lumbar"): mpf(300) / 24}

    def followed(cuts):
        start = zeros(len(BODY), 1)
        start[BODY.index("lumbar")] = mpf(50)
        pieces = [(mpf(1) / cuts, into, {}) for _ in range(48 * cuts)]
        return [start, *list(stepped(rates, len(BODY), pieces, start))[cuts - 1 :: cuts]]

    states = followed(1)
    digits, mp.dps = mp.dps, mp.dps + 20
    finer = followed(2)
    mp.dps = digits
    for name in ("plasma", "lumbar", "cisternal", "soak_legs", "soak_brain"):
        at = BODY.index(name)
        must_agree(f"stiff fluid, {name}", [s[at] for s in finer], [s[at] for s in states])
    return {"times_h": floats(times), **baclofen_sites(p, central, volume, states)}


CASES = {
    "bolus_at_an_output_time": bolus_at_an_output_time,
    "infusion_ending_at_a_dose": infusion_ending_at_a_dose,
    "several_people": several_people,
    "stiff_fluid": stiff_fluid,
}


def main():
    for name, made in CASES.items():
        case = {"witness": " ".join(made.__doc__.split()), **made()}
        (HERE / f"{name}.json").write_text(json.dumps(case, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
