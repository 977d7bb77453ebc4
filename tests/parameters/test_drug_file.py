"""Reading a drug's file, and refusing what cannot stand."""

import pytest

from tests.parameters.drug_files import GOOD, planted, write
from titrate.errors import InvalidFile
from titrate.parameters import DrugFile, ModelForm, Status, Uncertainty, read_drug_file

DIMENSIONS = {"clearance": "flow", "volume": "volume", "elimination": "rate"}


def models(dimensions, *together):
    return {"one compartment": ModelForm(dimensions, together)}


def test_a_right_file_is_read_as_it_is_written(tmp_path):
    drug = read_drug_file(write(tmp_path, GOOD), models=models(DIMENSIONS))
    assert (drug.name, drug.preset, drug.about.population) == ("smalline", "adult", "adults")
    assert drug.parameters["clearance"].sources == (drug.sources["kochak"],)
    assert drug.parameters["clearance"].variability.cv_percent == 30
    assert drug.parameters["elimination"].derived_from == ("clearance", "volume", "kochak")
    assert drug.parameters["elimination"].sources == (drug.sources["kochak"],)
    assert drug.parameters["volume"].status is Status.ASSUMED
    assert drug.patient.defaults == {"weight_kg": 70, "origin": "spinal"}
    assert drug.patient.domain == {"weight_kg": (30, 250)}
    assert drug.patient.choices == {"origin": ("spinal", "ms")}
    assert drug.doors["oral"].usual_per_day == (5, 80)
    assert drug.doors["oral"].domain_per_dose is None
    assert repr(drug).startswith("<DrugFile smalline (adult): <ParameterSet: 3 parameters")


def test_a_file_saved_by_a_windows_editor_is_read_too(tmp_path):
    file = tmp_path / "adult.toml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert len(read_drug_file(file).parameters) == 3


FAULTS = {
    "unknown table": ("[about]", "[abuot]", "unknown key 'abuot'. Did you mean 'about'?"),
    "other format": ("format = 1", "format = 2", "[about] format is 2, expected 1"),
    "missing about key": ('model = "one compartment"', "", "[about] 'model' is missing"),
    "empty text": ('"one compartment"', '" "', "[about] model is ' ', expected text"),
    "number for a text": ('"one compartment"', "1", "[about] model is 1, expected text"),
    "misspelt key": (
        "value = 10.8",
        "valeu = 10.8",
        "[parameters.clearance] unknown key 'valeu'. Did you mean 'value'?",
    ),
    "missing key": ("value = 10.8", "", "[parameters.clearance] 'value' is missing"),
    "no range": ("range = [8, 12]", "", "[parameters.clearance] 'range' is missing"),
    "unknown unit": (
        '"L/h"',
        '"L/hr"',
        "[parameters.clearance] unit is 'L/hr', expected a unit of the table. Did you mean 'L/h'?",
    ),
    "text for a number": ("10.8", '"10.8"', "value is '10.8', expected a finite number"),
    "truth for a number": ("10.8", "true", "value is True, expected a finite number"),
    "nan": ("10.8", "nan", "value is nan, expected a finite number"),
    "infinite": ("10.8", "inf", "value is inf, expected a finite number"),
    "absurd": ("10.8", "1.1e9", "value is 1100000000.0, expected a number no larger than 1e+09"),
    "formula": ("10.8", "[180, 0.06]", "value is [180, 0.06], expected a finite number"),
    "negative": ("28.8", "-28.8", "[parameters.volume] volume in L is -28.8"),
    "outside its range": ("10.8", "12.5", "clearance is 12.5 L/h, outside its own range 8 to 12"),
    "impossible": ("10.8", "0.01", "clearance in L/h is 0.01. It must lie between 0.1 and 1000"),
    "range upside down": ("[8, 12]", "[12, 8]", "range is [12, 8], expected [low, high]"),
    "range of one": ("[8, 12]", "[8]", "range is [8], expected [low, high]"),
    "range with nan": ("[8, 12]", "[8, nan]", "range is [8, nan], expected [low, high]"),
    "wrong status": (
        '"published"',
        '"publishd"',
        "status is 'publishd', expected one of published, derived, assumed. "
        "Did you mean 'published'?",
    ),
    "changed in a file": ('"published"', '"changed"', "status is 'changed', expected one of"),
    "published without source": (
        'source = "kochak"',
        "",
        "[parameters.clearance] status is 'published', expected a source.",
    ),
    "unknown source": (
        'source = "kochak"',
        'source = "kochac"',
        "source has 'kochac', expected a key of [sources]. Did you mean 'kochak'?",
    ),
    "source twice": (
        'source = "kochak"',
        'source = ["kochak", "kochak"]',
        "source is ['kochak', 'kochak'], expected each text once",
    ),
    "source not text": ('source = "kochak"', "source = 7", "source is 7, expected text, or a list"),
    "derived from nothing": (
        'from = ["clearance", "volume", "kochak"]',
        "",
        "[parameters.elimination] status is 'derived', expected from = [names or sources], "
        "or fitted_on = [ids].",
    ),
    "derived from unknown": (
        '["clearance", "volume", "kochak"]',
        '["clearence"]',
        "from has 'clearence', expected a key of [sources] or a parameter. "
        "Did you mean 'clearance'?",
    ),
    "derived from itself": (
        '["clearance", "volume", "kochak"]',
        '["elimination"]',
        "from has 'elimination', expected a key of [sources] or a parameter.",
    ),
    "derived without arithmetic": (
        "10.8 / 28.8 = 0.375",
        "by division",
        "note is 'by division', expected the arithmetic",
    ),
    "assumed without a reason": (
        "choice: an example",
        "an example",
        "note is 'an example', expected one that begins with 'recalled, to be read:' or 'choice:'",
    ),
    "unknown distribution": (
        'distribution = "lognormal"',
        'distribution = "log-normal"',
        "[parameters.clearance.variability] distribution is 'log-normal', expected one of none, "
        "lognormal. Did you mean 'lognormal'?",
    ),
    "negative spread": (
        "cv_percent = 30",
        "cv_percent = -30",
        "[parameters.clearance.variability] cv_percent is -30",
    ),
    "spread without size": (
        "cv_percent = 30, ",
        "",
        "[parameters.clearance.variability] 'cv_percent' is missing",
    ),
    "spread without reason": (
        ', note = "choice: 30 %"',
        "",
        "[parameters.clearance.variability] 'note' is missing",
    ),
    "spread of nobody": (
        'distribution = "none"',
        'distribution = "none", cv_percent = 30',
        "[parameters.volume.variability] unknown key 'cv_percent'",
    ),
    "variability as a number": (
        'variability = { distribution = "none" }',
        "variability = 0",
        "variability is 0, expected a table, [parameters.volume.variability]",
    ),
    "source not read": ('read = "abstract"', "", "[sources.kochak] 'read' is missing"),
    "read otherwise": (
        'read = "abstract"',
        'read = "abstracts"',
        "[sources.kochak] read is 'abstracts', expected one of abstract, full text, label, "
        "secondary. Did you mean 'abstract'?",
    ),
    "date in quotes": (
        "read_on = 2026-11-22",
        'read_on = "2026-11-22"',
        "read_on is '2026-11-22', expected a date without quotes",
    ),
    "unused source": (
        'source = "label"',
        "",
        "[sources.label] nothing refers to the source 'label'.",
    ),
    "source of a door": (
        'source = "label"',
        'source = "lable"',
        "[doors.oral] source has 'lable', expected a key of [sources]. Did you mean 'label'?",
    ),
    "door of litres": (
        'unit = "mg"',
        'unit = "mL"',
        "[doors.oral] unit is 'mL', expected a unit of amount; mL measures volume.",
    ),
    "door upside down": ("[5, 80]", "[80, 5]", "[doors.oral] usual_per_day is [80, 5], expected"),
    "door without a domain": (
        "[0.5, 300]",
        "[10, 300]",
        "[doors.oral] usual_per_day [5.0, 80.0] leaves domain_per_day",
    ),
    "door without a step": ("step = 5", "step = 0", "[doors.oral] step is 0"),
    "unknown door key": (
        "domain_per_day =",
        "domain_a_day =",
        "unknown key 'domain_a_day'. Did you mean 'domain_per_day'?",
    ),
    "patient outside the domain": (
        "weight_kg = 70",
        "weight_kg = 7",
        "[patient] weight_kg is 7, expected a number inside its domain [30.0, 250.0]",
    ),
    "patient with another word": (
        'origin = "spinal"',
        'origin = "spine"',
        "[patient] origin is 'spine', expected one of spinal, ms. Did you mean 'spinal'?",
    ),
    "patient with a flag": ("weight_kg = 70", "weight_kg = true", "weight_kg is True, expected"),
    "patient without domain": (
        "weight_kg = [30, 250]",
        "",
        "[patient] weight_kg is a number, and [patient.domain] does not limit it",
    ),
    "patient without choices": (
        'origin = ["spinal", "ms"]',
        "",
        "[patient] origin is a word, and [patient.choices] does not list its words",
    ),
    "domain of nothing": (
        "weight_kg = [30, 250]",
        "wieght_kg = [30, 250]",
        "[patient.domain] unknown key 'wieght_kg'. Did you mean 'weight_kg'?",
    ),
    "preset for nobody": (
        'origin = ["spinal", "ms"]',
        'origin = ["spinal", "ms"]\n[patient.presets.adult]',
        "[patient.presets.adult] nobody is said. Give covariates: age_y = [65, 110].",
    ),
    "preset by what is no number": (
        'origin = ["spinal", "ms"]',
        'origin = ["spinal", "ms"]\n[patient.presets.adult]\norigin = ["ms", "ms"]',
        "[patient.presets.adult] unknown key 'origin'",
    ),
    "patient without note": ('note = "choice: an adult"', "", "[patient] 'note' is missing"),
    "parameter as a number": (
        "[parameters.clearance]",
        "[parameters]\nphi = 1.2\n[parameters.clearance]",
        "[parameters] phi is 1.2, expected a table, [parameters.phi]",
    ),
    "not toml": ("value = 10.8", "value = 10,8", "is not TOML"),
    "key twice": ("value = 10.8", "value = 10.8\nvalue = 8", "is not TOML: Cannot overwrite"),
}


@pytest.mark.parametrize(("old", "new", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_file_with_one_fault_is_refused_by_name(tmp_path, old, new, message):
    file = planted(tmp_path, old, new)
    with pytest.raises(InvalidFile) as error:
        read_drug_file(file)
    assert str(error.value).startswith(str(file))
    assert message in str(error.value)


@pytest.mark.parametrize("table", ["patient", "doors", "parameters"])
def test_a_drug_has_a_patient_doors_and_parameters(tmp_path, table):
    blocks = GOOD.split("\n[")
    rest = [block for block in blocks if not block.startswith(table)]
    with pytest.raises(InvalidFile, match=rf"\[{table}\] is missing or empty"):
        read_drug_file(write(tmp_path, "\n[".join(rest)))


def test_a_unit_of_another_dimension_than_the_model_expects_is_refused(tmp_path):
    file = planted(tmp_path, '"L/h"', '"1/h"')
    with pytest.raises(InvalidFile, match="expected a unit of flow; 1/h measures rate"):
        read_drug_file(file, models=models(DIMENSIONS))


def test_a_parameter_the_model_does_not_have_is_refused(tmp_path):
    needed = {"clearance": "flow", "volumes": "volume", "elimination": "rate"}
    with pytest.raises(InvalidFile, match="no parameter of the model is called 'volume'") as error:
        read_drug_file(write(tmp_path, GOOD), models=models(needed))
    assert "Did you mean 'volumes'?" in error.value.hint


def test_a_parameter_the_model_needs_cannot_be_left_out(tmp_path):
    needed = DIMENSIONS | {"phi": "dimensionless", "kappa_cord": "dimensionless"}
    with pytest.raises(InvalidFile, match="the model needs phi, kappa_cord"):
        read_drug_file(write(tmp_path, GOOD), models=models(needed))


def test_a_model_that_the_drug_does_not_have_is_refused_with_the_nearest(tmp_path):
    file = planted(tmp_path, '"one compartment"', '"one compartmnt"')
    with pytest.raises(InvalidFile, match="model is 'one compartmnt', expected one of") as error:
        read_drug_file(file, models=models(DIMENSIONS))
    assert error.value.hint == "Did you mean 'one compartment'?"


FITTED = GOOD.replace('source = "kochak"\n', 'source = "kochak"\nfit = "kochak"\n').replace(
    "value = 28.8\n", 'value = 28.8\nfit = "kochak"\n'
)
TOGETHER = models(DIMENSIONS, ("clearance", "volume"))


def test_numbers_that_belong_together_may_come_from_one_fit(tmp_path):
    drug = read_drug_file(write(tmp_path, FITTED), models=TOGETHER)
    assert drug.parameters["clearance"].fit == drug.parameters["volume"].fit == "kochak"


def test_a_clearance_of_one_fit_with_a_volume_of_another_is_refused_naming_both(tmp_path):
    mixed = FITTED.replace('value = 28.8\nfit = "kochak"', 'value = 28.8\nfit = "label"')
    with pytest.raises(InvalidFile) as error:
        read_drug_file(write(tmp_path, mixed), models=TOGETHER)
    assert error.value.problem.endswith(
        "[parameters.volume] volume comes from the fit 'label', and clearance from 'kochak' "
        "(adult.toml)."
    )
    assert error.value.hint == "Take all of them from one fit."


def test_a_number_that_belongs_to_others_names_its_fit(tmp_path):
    silent = FITTED.replace('value = 28.8\nfit = "kochak"', "value = 28.8")
    with pytest.raises(InvalidFile, match=r"\[parameters.volume\] 'fit' is missing") as error:
        read_drug_file(write(tmp_path, silent), models=TOGETHER)
    assert "It is one of clearance, volume, which mean something only together" in error.value.hint


def test_a_published_number_belongs_to_the_fit_of_its_own_source(tmp_path):
    claimed = FITTED.replace('fit = "kochak"', 'fit = "label"')
    with pytest.raises(InvalidFile, match="clearance is published by kochak and given as part of"):
        read_drug_file(write(tmp_path, claimed), models=TOGETHER)


def test_a_fit_is_one_of_the_sources(tmp_path):
    unknown = FITTED.replace('fit = "kochak"', 'fit = "kochack"')
    with pytest.raises(InvalidFile, match="fit has 'kochack', expected a key of") as error:
        read_drug_file(write(tmp_path, unknown), models=TOGETHER)
    assert error.value.hint == "Did you mean 'kochak'?"


def test_a_changed_number_belongs_to_no_fit(tmp_path):
    parameters = read_drug_file(write(tmp_path, FITTED), models=TOGETHER).parameters
    assert parameters.with_values(clearance=9)["clearance"].fit == ""


KNOWN = 'note = "choice: an example"\n'
SURE = '{ interval_percent = 95, goes_with = { clearance = 0.5 }, status = "assumed", note = "n" }'


def uncertain(folder, text):
    return read_drug_file(planted(folder, KNOWN, f"{KNOWN}uncertainty = {text}\n"))


def test_how_well_a_number_is_known_is_read_beside_how_much_people_differ(tmp_path):
    volume = uncertain(tmp_path, SURE).parameters["volume"]
    assert volume.uncertainty == Uncertainty(95, None, ("clearance", 0.5), "assumed", "n")
    assert volume.variability.distribution == "none"
    assert volume.with_value(30).uncertainty is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("interval_percent = 95", "interval_percnt = 95", "unknown key 'interval_percnt'. Did you"),
        ("interval_percent = 95", "interval_percent = 0", "interval_percent is 0"),
        ("interval_percent = 95", "interval_percent = 100", "interval_percent is 100"),
        (
            "goes_with = {",
            "cv_percent = 5, goes_with = {",
            "interval_percent and cv_percent say two",
        ),
        ("interval_percent = 95", "cv_percent = -5", "cv_percent is -5"),
        ("clearance = 0.5", "clearence = 0.5", "unknown key 'clearence'. Did you mean 'clearance'"),
        ("clearance = 0.5", "volume = 0.5", "unknown key 'volume'"),
        ("clearance = 0.5", "clearance = 1", "The correlation in goes_with is 1"),
        ("clearance = 0.5", "clearance = 0", "The correlation in goes_with is 0. Leave"),
        ("{ clearance = 0.5 }", "{}", "expected one parameter and a correlation"),
        ('"assumed"', '"changed"', "status is 'changed', expected one of published"),
        (', note = "n"', "", "'note' is missing"),
    ],
)
def test_a_belief_that_cannot_stand_is_refused_where_it_stands(tmp_path, old, new, message):
    with pytest.raises(InvalidFile) as error:
        uncertain(tmp_path, SURE.replace(old, new))
    assert "[parameters.volume.uncertainty" in str(error.value)
    assert message in str(error.value)


def test_a_missing_file_is_named_with_the_nearest_beside_it(tmp_path):
    write(tmp_path, GOOD)
    with pytest.raises(InvalidFile, match="cannot be read") as error:
        read_drug_file(tmp_path / "adlut.toml")
    assert error.value.hint == "Did you mean 'adult.toml'?"


def test_a_file_in_another_encoding_is_refused(tmp_path):
    file = tmp_path / "adult.toml"
    file.write_bytes(GOOD.replace("Kochak 1985", "Müller 1988").encode("latin-1"))
    with pytest.raises(InvalidFile, match="is not UTF-8 text"):
        read_drug_file(file)


STRANGE = (
    *("nan", "-inf", "0", "-1", "1e300", "true", '""', '"x"', "[]", "[[]]", "[1, 2]", "['a', 1]"),
    *("{}", "{ a = 1 }", "1979-05-27", "1979-05-27T07:32:00", "07:32:00"),
)
ENTRIES = [line for line in dict.fromkeys(GOOD.splitlines()) if " = " in line]


def read_or_refused(file) -> DrugFile | InvalidFile:
    """Return the drug of a file, or why it is refused; any other error comes through."""
    try:
        return read_drug_file(file)
    except InvalidFile as error:
        return error


@pytest.mark.parametrize("line", ENTRIES)
def test_whatever_stands_in_an_entry_is_read_or_refused(tmp_path, line):
    key = line.split(" = ")[0]
    for strange in STRANGE:
        file = planted(tmp_path, line, f"{key} = {strange}")
        found = read_or_refused(file)
        assert isinstance(found, DrugFile) or str(found).startswith(str(file)), f"{key}: {strange}"
