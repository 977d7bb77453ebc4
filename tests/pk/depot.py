"""A depot and a central compartment, solved by hand: what lies in the central one, in closed form.

Nothing of the library is used here. ``k`` is 1.1 / 20 per hour and ``ka`` 1.5 per hour. A dose of
1 that takes ``over`` hours leaves, ``s`` hours after it began, a constant and two exponentials
while it runs, and two exponentials afterwards.
"""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

CLEARANCE, VOLUME, KA = 1.1, 20.0, 1.5
K = CLEARANCE / VOLUME
DEPOT, CENTRAL = 1, 2
# A unit bolus leaves sum(weight * exp(-rate * s)) in the central compartment.
BOLUS = {
    CENTRAL: ((1.0, K),),
    DEPOT: ((KA / (KA - K), K), (-KA / (KA - K), KA)),
}


def one(s: Array, into: int, over: float = 0.0) -> Array:
    """What is left of a dose of 1, ``s`` hours after it began; nothing before that."""
    after = np.maximum(s, 0.0)
    found = np.zeros_like(after)
    for weight, rate in BOLUS[into]:
        if over == 0:
            found += weight * np.exp(-rate * after)
        else:
            running = -np.expm1(-rate * np.minimum(after, over)) / (rate * over)
            found += weight * running * np.exp(-rate * np.maximum(after - over, 0.0))
    return np.where(s >= -1e-9, found, 0.0)


def ended_series(s: Array, into: int, over: float, every: float) -> Array:
    """What is left of doses of 1 that began ``s``, ``s + every``, ... hours ago; all have ended."""
    found = np.zeros_like(s)
    for weight, rate in BOLUS[into]:
        own = weight if over == 0 else weight * np.expm1(rate * over) / (rate * over)
        found += own * np.exp(-rate * s) / -np.expm1(-rate * every)
    return found


def given(
    t: Array, amount: float, into: int, *, at: float = 0.0, over: float = 0.0, every=0.0, more=0
) -> Array:
    """A dose and ``more`` of them, ``every`` hours apart."""
    found = np.zeros_like(t)
    for number in range(more + 1):
        found += amount * one(t - at - number * every, into, over)
    return found


def always(
    t: Array, amount: float, into: int, *, at: float, every: float, over: float = 0.0, lag=0.0
) -> Array:
    """Doses given ``every`` hours for ever, the last of them at ``at - every``.

    Each arrives ``lag`` later. Those that may still be running or on their way within the times
    asked for are added one by one, the endless rest is a geometric series.
    """
    recent = int(np.ceil((over + lag) / every)) + 1
    found = np.zeros_like(t)
    for number in range(1, recent + 1):
        found += amount * one(t - (at - number * every + lag), into, over)
    oldest = t - (at - (recent + 1) * every + lag)
    return found + amount * ended_series(oldest, into, over, every)


def from_ever(t: Array, rate: float, into: int, *, until: float) -> Array:
    """An infusion into a compartment that has run for ever and stops at ``until``."""
    after = t - until
    if into == CENTRAL:
        return rate / K * np.exp(-K * after)
    in_depot = rate / KA
    return rate / K * np.exp(-K * after) + in_depot * one(after, DEPOT)
