"""Areas between two measured values: along a straight line, or along an exponential.

By default a curve is taken to be a straight line where it rises and an exponential where it
falls, so that a decay at a constant rate has its exact area whatever the times.
"""

import numpy as np

from titrate.timecourse import Array

METHODS = ("linear_up_log_down", "linear", "log")


def areas_between(time_h: Array, value: Array, method: str) -> tuple[Array, Array]:
    """Return the area and the first moment of every step between neighbouring values.

    Parameters
    ----------
    time_h, value : Array, shape (people, places)
    method : str
        One of `METHODS`.

    Returns
    -------
    area : Array, shape (people, places - 1)
        ug h/L.
    moment : Array, shape (people, places - 1)
        The area under time times concentration, ug h2/L.
    """
    start, width = time_h[:, :-1], np.diff(time_h, axis=1)
    first, second = value[:, :-1], value[:, 1:]
    area = width * (first + second) / 2
    # By custom a trapezium of time times concentration too, not the moment of the straight line.
    moment = width * (start * first + time_h[:, 1:] * second) / 2
    curved = is_exponential(first, second, method)
    area[curved], late = _exponential(width[curved], first[curved], second[curved])
    moment[curved] = start[curved] * area[curved] + late
    return area, moment


def is_exponential(first: Array, second: Array, method: str) -> np.ndarray:
    """Return where the curve from one value to the next is an exponential."""
    if method == "linear":
        return np.zeros(first.shape, dtype=bool)
    positive = (first > 0) & (second > 0)
    return positive & ((first != second) if method == "log" else (first > second))


def value_between(
    time_h: Array, ends_h: tuple[Array, Array], ends: tuple[Array, Array], method: str
) -> Array:
    """Return the curve at a time within one step, where the rule has it.

    Parameters
    ----------
    time_h : Array, shape (people,)
    ends_h, ends : pairs of Array, shape (people,)
        When the step begins and ends, and the values there.
    method : str
    """
    width = ends_h[1] - ends_h[0]
    share = np.divide(time_h - ends_h[0], width, out=np.zeros_like(width), where=width > 0)
    straight = ends[0] + share * (ends[1] - ends[0])
    curved = is_exponential(*ends, method)
    logs = [np.log(end, out=np.zeros_like(end), where=curved) for end in ends]
    return np.where(curved, np.exp(logs[0] + share * (logs[1] - logs[0])), straight)


def _exponential(width: Array, first: Array, second: Array) -> tuple[Array, Array]:
    """Return the areas of exponential steps, and their moments about the start of each.

    With L the logarithm of the higher end over the lower one, a fall from c over the width w has
    the area c w (1 - exp(-L)) / L and the moment c w2 (1 - (1 + L) exp(-L)) / L2: the incomplete
    gamma function, which loses no digits where L is small. A rise is a fall seen backwards.
    """
    from scipy.special import gammainc

    high = np.maximum(first, second)
    fall = np.log(high) - np.log(np.minimum(first, second))
    known = fall > 0
    mean = -np.expm1(-fall)
    mean = np.divide(mean, fall, out=np.ones_like(fall), where=known)
    late = np.divide(gammainc(2, fall), fall**2, out=np.full_like(fall, 1 / 2), where=known)
    late = np.where(first > second, late, mean - late)
    return high * width * mean, high * width**2 * late
