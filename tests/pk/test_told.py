"""The part of a body that sites tell of: smaller, with fewer cuts, and the same at those sites."""

import numpy as np
import pytest

import titrate as tt
from titrate.pk.told import part_told
from titrate.simulation.exposure import subject_of

DRUG = tt.load_drug("baclofen")
SUBJECT = subject_of(DRUG, tt.Patient())
TIMES = np.arange(0, 73, 1.0)


def problem_of(regimen: tt.Regimen):
    return SUBJECT.given(regimen, TIMES)


def test_ledgers_and_delays_that_no_site_tells_of_are_left_out():
    told = SUBJECT.model.told_by(["cord_legs"])
    assert told >= {"gut", "plasma", "tissue", "csf_cranial", "soak_legs", "blood"}
    assert not told & {"urine", "metabolised", "unabsorbed", "soak_arms", "soak_brain"}


def test_a_part_keeps_its_mass_by_a_ledger_of_what_is_gone():
    part = part_told(SUBJECT.model, ["brain"])
    assert part is not None
    amounts = len(part.model.compartments)
    np.testing.assert_allclose(
        part.model.rate_matrix()[0, :amounts, :amounts].sum(axis=0), 0.0, atol=1e-15
    )
    assert part.model.ledgers == ("gone",)


def test_a_body_with_nothing_to_leave_out_stays_whole():
    model = tt.CompartmentModel(
        compartments=("gut", "plasma", "urine"),
        flows=(tt.Flow("gut", "plasma", 1.0), tt.Flow("plasma", "urine", 0.3)),
        sites=(tt.Site("plasma", {"plasma": 1 / 30}),),
    )
    assert part_told(model, ["plasma"]) is None


def test_what_is_gone_never_takes_the_name_of_something_told_of():
    model = tt.CompartmentModel(
        compartments=("gut", "gone", "urine", "sweat", "lost"),
        flows=(
            tt.Flow("gut", "gone", 1.0),
            tt.Flow("gone", "urine", 0.1),
            tt.Flow("gone", "sweat", 0.1),
        ),
        sites=(tt.Site("plasma", {"gone": 0.1}),),
    )
    part = part_told(model, ["plasma"])
    assert part is not None
    assert part.model.compartments == ("gut", "gone", "gone_")


def test_the_swallow_of_a_tablet_with_a_lag_is_no_cut_where_only_sites_are_asked_for():
    whole = problem_of(tt.oral(dose_mg=10, every_h=8, days=3))
    told = whole.told(["plasma"])
    assert 8.0 in whole.line.cuts_h
    assert 8.0 not in told.line.cuts_h
    assert len(told.line.cuts_h) == len(whole.line.cuts_h) - 8


@pytest.mark.parametrize("sites", [("plasma",), ("cord_legs", "brain"), ("csf_cisternal",)])
@pytest.mark.parametrize(
    "regimen",
    [
        tt.oral(dose_mg=10, every_h=8, days=3),
        tt.oral(dose_mg=10, every_h=12, days=3, release_over_h=6),
        tt.oral(dose_mg=10, every_h=8, days=3) + tt.pump(rate_ug_per_day=100, days=3),
        tt.iv(dose_mg=5, over_h=2),
    ],
    ids=str,
)
def test_sites_are_the_same_as_in_the_whole_body(sites, regimen):
    whole = problem_of(regimen)
    system = whole.system()
    rows = system.sites[0][:, [whole.model.site_names.index(site) for site in sites]]
    everything, _ = whole.solved(system, TIMES, (rows,))
    told, _ = whole.look(TIMES, sites)
    largest = everything.max(axis=(1, 2), keepdims=True)
    np.testing.assert_allclose(told / largest, everything / largest, atol=2e-14)


def test_a_part_begins_where_the_whole_stands():
    first = tt.simulate(DRUG, tt.Patient(), tt.pump(rate_ug_per_day=300, days=3))
    problem = SUBJECT.given(tt.oral(dose_mg=10, every_h=8, days=3), TIMES, first.final.state)
    at_once = problem.look(np.array([0.0]), ["csf_lumbar"])[0]
    assert at_once[0, 0, 0] == pytest.approx(first.concentration["csf_lumbar"][-1], rel=1e-12)


def test_one_part_serves_every_site_that_it_tells_of():
    problem = problem_of(tt.oral(dose_mg=10, every_h=8, days=3))
    assert problem.told(["cord_legs"]) is problem.told(["blood", "plasma"])


def test_where_the_body_stands_at_the_end_is_worked_out_when_asked_for():
    result = tt.simulate(DRUG, tt.Patient(), tt.oral(dose_mg=10, every_h=8, days=3))
    assert result.solution.end is None
    amounts = {name: float(result.amounts[name][-1]) for name in result.amounts.curves}
    final = {name: float(result.final.state[name][0]) for name in amounts}
    assert final == pytest.approx(amounts, rel=1e-12)
