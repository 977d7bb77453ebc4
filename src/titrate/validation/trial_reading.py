"""What a trial reports, read from the body through named steps, each a parameter with a status.

A score: latent relief, less what contracture holds, in those who respond, averaged over people,
on the trial's scale (its score at entry, how far it responds, its floor), and the placebo arm,
which moves without the drug. A share: what the drug causes, on top of a background, and only as
much of it as is reported. There is one pharmacology, and no potency per trial.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from titrate.scales import find_scale
from titrate.timecourse import Array

ARMS = ("drug", "placebo", "difference")
TERMS: Mapping[str, tuple[str, ...]] = {
    "score": (
        "contracture_share",
        "share_not_responding",
        "score_at_entry",
        "responsiveness",
        "placebo",
    ),
    "share": ("background", "reporting"),
}
Steps = list[tuple[str, float]]


def read_score(
    latent: Array, term: Callable[[str], float], arm: str, scale: str
) -> tuple[Array, Steps]:
    """Return the fall of a score in points, (people,), and its steps, averaged over people.

    Parameters
    ----------
    latent : Array, shape (people,)
        Relief, 0 to 1.
    term : callable
        From a name of ``TERMS["score"]`` to its value.
    arm : {"drug", "placebo", "difference"}
    scale : str
        On which the score at entry stands.
    """
    above = term("score_at_entry") - find_scale(scale).low
    neural = latent * (1 - term("contracture_share"))
    answered = neural * (1 - term("share_not_responding"))
    net = above * term("responsiveness") * answered
    placebo = np.full_like(latent, min(term("placebo"), above))
    # A score cannot fall below the lowest grade of its scale.
    treated = np.minimum(net + placebo, above)
    found = {"drug": treated, "placebo": placebo, "difference": treated - placebo}
    steps = (
        ("latent relief", latent),
        ("less contracture", neural),
        ("averaged over people, with those who do not respond", answered),
        (f"fall on the scale {scale}, points", net),
        ("fall in the drug arm", treated),
        ("fall in the placebo arm", placebo),
        ("drug less placebo", treated - placebo),
    )
    return found[arm], [(name, float(np.mean(value))) for name, value in steps]


def read_share(caused: Array, term: Callable[[str], float], arm: str) -> tuple[Array, Steps]:
    """Return a share of people as a trial's table shows it, and its steps.

    ``reporting (background + (1 - background) caused)``
    """
    background, reporting = term("background"), term("reporting")
    asked = background + (1 - background) * caused
    drug = reporting * asked
    placebo = np.full_like(caused, reporting * background)
    found = {"drug": drug, "placebo": placebo, "difference": drug - placebo}
    steps = (
        ("caused by the drug", caused),
        ("with the background", asked),
        ("as reported", drug),
        ("as reported on placebo", placebo),
        ("drug less placebo", drug - placebo),
    )
    return found[arm], [(name, float(np.mean(value))) for name, value in steps]
