"""Pictures drawn again and again, as a slider does: what is drawn is in memory, not in a file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from itertools import count
from typing import TYPE_CHECKING

import matplotlib as mpl
import numpy as np

import titrate as tt

if TYPE_CHECKING:
    from matplotlib.axes import Axes

mpl.use("Agg")

WINDOW_IN, SLIDER_IN = (8.0, 5.4), (9.0, 6.4)
CURVES = ["plasma", "relief_legs"]
SEED, DAYS = 7, 3

Outputs = Mapping[str, np.ndarray]

# A slider never shows the same dose twice.
_next_mg = partial(next, count(5.0, 0.125))


@cache
def _drug() -> tt.DrugModel:
    return tt.load_drug("baclofen")


@cache
def _axes(panels: int, size_in: tuple[float, float]) -> tuple[Axes, ...]:
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(panels, 1, figsize=size_in, squeeze=False)
    figure.canvas.draw()
    return tuple(axes[:, 0])


@cache
def _window() -> tt.DoseWindow:
    """Return a window whose soft edges are known: a redraw is of what was drawn before."""
    found = tt.find_window(
        _drug(),
        tt.Patient(weight_kg=70, origin="ms"),
        tt.oral(dose_mg=10, every_h=8, days=14),
    )
    found.over_ranges()
    return found


@cache
def _people(number: int) -> tt.Population:
    shares = {"ms": 0.6, "spinal": 0.4}
    return tt.Population.sample(number, seed=SEED, drug=_drug(), weight_kg=(72, 14), origin=shares)


def redraw() -> Outputs:
    """Draw the window of one patient anew in the axes that it has."""
    axes = _axes(1, WINDOW_IN)
    return _pixels(tt.plot(_window(), ax=axes))


def slid(number: int) -> tt.Result:
    """Return a moved slider's result: three days of tablets of another strength, two curves."""
    regimen = tt.oral(dose_mg=_next_mg(), every_h=8, days=DAYS)
    return tt.simulate(_drug(), _people(number), regimen, outputs=CURVES)


def slider(number: int) -> Outputs:
    """Move a slider: simulate, and draw in the axes that are there."""
    drawn = tt.plot(slid(number), ax=_axes(3, SLIDER_IN))
    assert isinstance(drawn, tuple)
    return _pixels(drawn[0])


def _pixels(ax: Axes) -> Outputs:
    canvas = ax.figure.canvas
    canvas.draw()
    return {"pixels": np.asarray(canvas.buffer_rgba())}
