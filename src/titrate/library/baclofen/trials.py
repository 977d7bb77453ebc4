"""What a trial reports, read from the body: relief on the trial's scale, and the placebo arm.

A trial's score moves without the drug, and moves less than the tone does. Both are terms of their
own, outside relief: there is one pharmacology and no potency per trial.
"""

from __future__ import annotations

from titrate.model import Values
from titrate.timecourse import Array


def limb_score_fall(values: Values, relief: Array) -> dict[str, Array]:
    """Return the fall of the MS limb score (0 to 15 points) in each arm of a trial.

    ``drug = placebo + score at entry (1 - contracture) responsiveness relief``

    Parameters
    ----------
    values : mapping of name to Array (people,)
        From `titrate.library.baclofen.individual`.
    relief : Array, shape (people, times)
        Of tone in the legs.

    Returns
    -------
    dict
        ``"drug"``, ``"placebo"`` and their ``"difference"``, in points, (people, times).
    """
    entry, moved = values["limb_score_at_entry"], values["limb_score_responsiveness"]
    neural = 1 - values["contracture_share"]
    net = (entry * neural * moved)[:, None] * relief
    placebo = 0 * relief + values["limb_score_placebo"][:, None]
    return {"drug": placebo + net, "placebo": placebo, "difference": net}
