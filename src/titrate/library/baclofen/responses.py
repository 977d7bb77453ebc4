"""What baclofen does: relief of tone, drowsiness, weakness, and how cord and brain adapt."""

from __future__ import annotations

from dataclasses import dataclass

from titrate.model import Values
from titrate.pd import Adaptation, Endpoint, Hill, combined_loss
from titrate.timecourse import Array


def endpoints(values: Values) -> tuple[Endpoint, ...]:
    """Return the endpoints of one or many people.

    Parameters
    ----------
    values : mapping of name to Array (people,)
        From `titrate.library.baclofen.individual`.
    """
    cord = Adaptation(
        name="cord",
        site="cord_legs",
        maximum=values["cord_adaptation_maximum"] * values["cord_adaptation_factor"],
        half_way=values["cord_adaptation_half_way"],
        slope=float(values["cord_adaptation_slope"][0]),
        half_time_up_h=values["cord_adaptation_half_time_up"],
        half_time_down_h=values["cord_adaptation_half_time_down"],
    )
    brain = Adaptation(
        name="brain",
        site="brain",
        maximum=values["brain_adaptation_maximum"],
        half_way=values["brain_adaptation_half_way"],
        slope=float(values["brain_adaptation_slope"][0]),
        half_time_up_h=values["brain_adaptation_half_time"],
        half_time_down_h=values["brain_adaptation_half_time"],
    )
    legs_ec50 = values["relief_legs_ec50"] * values["ec50_factor"]
    relief = Hill(legs_ec50, values["relief_slope"], values["relief_maximum"])
    drowsy = Hill(values["drowsiness_ec50"], values["drowsiness_slope"])
    return (
        Endpoint(
            "relief_legs",
            unit="",
            better="higher",
            site="cord_legs",
            curve=relief,
            adaptation=cord,
            meaning="relief of tone in the legs",
        ),
        Endpoint(
            "drowsiness",
            unit="",
            better="lower",
            site="brain",
            curve=drowsy,
            adaptation=brain,
            meaning="drowsiness",
        ),
        Endpoint(
            "weakness",
            unit="",
            better="lower",
            site=("cord_legs", "blood"),
            curve=Weakness(
                cord=Hill(
                    legs_ec50 * values["weakness_cord_ec50_ratio"], values["weakness_cord_slope"]
                ),
                blood=Hill(values["weakness_blood_ec50"], maximum=values["weakness_blood_maximum"]),
            ),
            adaptation=cord,
            meaning="weakness",
        ),
    )


@dataclass(frozen=True, eq=False)
class Weakness:
    """Strength lost at the cord, which adapts, and in the blood, which does not.

    Parameters
    ----------
    cord, blood : Hill
    """

    cord: Hill
    blood: Hill

    def __call__(self, concentrations: Array, ec50_factor: Array | float = 1.0) -> Array:
        """Return the share of strength lost, (people, times), from (sites, people, times)."""
        at_cord, in_blood = concentrations
        return combined_loss(self.cord(at_cord, ec50_factor), self.blood(in_blood))
