"""One number with its unit, meaning and source; its spread; the door it enters by."""

import copy
import math
import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, strategies as st

from titrate.errors import InvalidValue, TitrateError, UnknownName, WrongUnit
from titrate.parameters import Door, Parameter, Source, Status, Variability

KOCHAK = Source("kochak", "Kochak 1985", read="abstract")


def test_three_words_and_a_number_are_enough_in_a_notebook():
    clearance = Parameter("clearance", 66, "mL/h", "from spinal fluid", status="assumed")
    assert clearance.status is Status.ASSUMED
    assert math.isclose(clearance.internal, 0.066)
    assert repr(clearance) == "<clearance 66 mL/h, assumed>"


def test_a_parameter_cannot_be_edited():
    with pytest.raises(AttributeError):
        Parameter("clearance", 1.1, "L/h").value = 2


def test_a_parameter_survives_the_way_to_another_process():
    clearance = Parameter("clearance", 1.1, "L/h", status="published", sources=(KOCHAK,))
    assert pickle.loads(pickle.dumps(clearance)) == clearance
    assert copy.deepcopy(clearance) == clearance


def test_what_is_called_published_has_a_source():
    with pytest.raises(InvalidValue, match="called published and has no source"):
        Parameter("clearance", 1.1, "L/h", status="published")


def test_an_unknown_status_is_refused():
    with pytest.raises(UnknownName, match="No status called 'publish'") as error:
        Parameter("clearance", 1.1, "L/h", status="publish")
    assert "Did you mean 'published'? Statuses: assumed" in error.value.hint


def test_an_unknown_unit_is_refused():
    with pytest.raises(WrongUnit, match="No unit is spelt 'l/h'"):
        Parameter("clearance", 1.1, "l/h")


@pytest.mark.parametrize("value", [math.nan, math.inf, "8", True, None])
def test_a_value_that_is_no_finite_number_is_refused(value):
    with pytest.raises(InvalidValue, match="clearance is"):
        Parameter("clearance", value, "L/h")


def test_one_value_per_person_is_not_a_parameter():
    with pytest.raises(InvalidValue, match="given as several numbers"):
        Parameter("clearance", np.array([4.0, 8.0]), "L/h")


@pytest.mark.parametrize(
    ("value", "unit"),
    [(-1, "L/h"), (0, "L"), (0, "ng/mL"), (0, "d"), (-0.1, "1/h"), (2e9, "1"), (0, "kg")],
)
def test_a_value_that_makes_no_sense_in_its_unit_is_refused(value, unit):
    with pytest.raises(InvalidValue, match="It must lie between"):
        Parameter("thing", value, unit)


def test_a_bare_number_may_be_negative_and_a_rate_may_be_nought():
    assert Parameter("log_odds", -1.2, "1").internal == -1.2
    assert Parameter("loss", 0, "1/h").internal == 0


def test_a_value_outside_what_is_possible_is_refused():
    with pytest.raises(InvalidValue, match=r"share is 1.2. It must lie between 0 and 1"):
        Parameter("share", 1.2, "1", possible=(0, 1))


def test_a_value_outside_its_own_range_is_refused():
    with pytest.raises(InvalidValue, match="outside its own range 1 to 2"):
        Parameter("clearance", 3, "L/h", range=(1, 2))


@pytest.mark.parametrize("field", ["range", "possible"])
def test_an_interval_upside_down_is_refused(field):
    with pytest.raises(InvalidValue, match="Give the lower end first"):
        Parameter("clearance", 3, "L/h", **{field: (5, 1)})


def test_a_changed_value_may_leave_the_plausible_range_but_not_what_is_possible():
    share = Parameter("share", 0.5, "1", range=(0.4, 0.6), possible=(0, 1))
    assert share.with_value(0.9).status is Status.CHANGED
    with pytest.raises(InvalidValue, match="between 0 and 1"):
        share.with_value(1.1)


def test_a_changed_value_loses_its_source_and_remembers_what_it_was():
    published = Parameter("clearance", 10.8, "L/h", "", "published", (KOCHAK,), note="180 mL/min")
    changed = published.with_value(8)
    assert changed.sources == ()
    assert changed.note == "changed from 10.8 L/h (published, kochak). 180 mL/min"
    assert changed.with_value(9).note == changed.note
    assert published.value == 10.8


@given(st.floats(allow_nan=True), st.sampled_from(["1", "L/h", "L", "d", "ng/mL", "%"]))
def test_every_value_gives_a_finite_number_or_a_typed_error(value, unit):
    try:
        parameter = Parameter("thing", value, unit)
    except TitrateError:
        return
    assert math.isfinite(parameter.internal)


def test_the_spread_on_the_log_scale_follows_from_the_coefficient_of_variation():
    assert math.isclose(Variability("lognormal", 53.3).sd_log, 0.5, abs_tol=5e-4)
    assert math.isclose(Variability("lognormal", 30.7).sd_log, 0.3, abs_tol=5e-4)
    assert Variability().sd_log == 0


def test_a_spread_that_contradicts_itself_is_refused():
    with pytest.raises(UnknownName, match="No distribution called 'log-normal'"):
        Variability("log-normal", 30)
    with pytest.raises(InvalidValue, match="cv_percent is -30"):
        Variability("lognormal", -30)
    with pytest.raises(InvalidValue, match="A spread of 30 % with the distribution 'none'"):
        Variability("none", 30)
    with pytest.raises(InvalidValue, match="A spread of 0 % with the distribution 'lognormal'"):
        Variability("lognormal")


def test_a_source_says_what_was_read():
    with pytest.raises(UnknownName, match="No way of reading called 'abstracts'"):
        Source("a", "Somebody 2001", read="abstracts")
    with pytest.raises(InvalidValue, match="The source 'a' has no citation"):
        Source("a", " ", read="label")
    assert str(Source("a", "Somebody 2001", read="label", doi="10.1/x")) == (
        "Somebody 2001. doi:10.1/x [read: label]"
    )


def test_a_door_takes_amounts():
    with pytest.raises(WrongUnit, match="A door's unit is ug/L, which measures concentration"):
        Door("ug/L", 5)


def test_a_door_has_limits_that_make_sense():
    with pytest.raises(InvalidValue, match="step is 0"):
        Door("mg", 0)
    with pytest.raises(InvalidValue, match="usual_per_day is -5"):
        Door("mg", 5, usual_per_day=(-5, 80))
    with pytest.raises(InvalidValue, match="domain_per_dose runs from 100 to 5"):
        Door("mg", 5, domain_per_dose=(100, 5))
    with pytest.raises(InvalidValue, match=r"usual_per_day \[5, 80\] leaves domain_per_day"):
        Door("mg", 5, usual_per_day=(5, 80), domain_per_day=(10, 300))


def test_parameters_load_without_pandas_scipy_or_matplotlib():
    heavy = "{'pandas', 'scipy', 'matplotlib'} & set(sys.modules)"
    code = f"import sys, titrate.parameters; print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
