"""Every notebook runs from any folder, in silence, and asks before it shows."""

import os
import sys
from functools import cache
from pathlib import Path

import jupytext
import nbclient
import nbformat
import numpy as np
import pytest
from jupyter_client import kernelspec, manager

import titrate as tt

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LONGEST_S = 300  # of one cell, on a machine that does much else; the whole takes a few seconds


class ThisPython(kernelspec.KernelSpecManager):
    """The interpreter that runs the tests, whatever kernels the machine has installed."""

    def get_kernel_spec(self, kernel_name):
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return kernelspec.KernelSpec(argv=argv, display_name=kernel_name, language="python")


class Kernel(manager.AsyncKernelManager):
    def _kernel_spec_manager_default(self):
        return ThisPython()


def read(path):
    return nbformat.read(path, as_version=4)


@cache
def executed(path, folder):
    from matplotlib import font_manager

    assert font_manager.fontManager.ttflist  # a font list built here is not built in the kernel
    notebook = read(path)
    client = nbclient.NotebookClient(notebook, kernel_manager_class=Kernel, timeout=LONGEST_S)
    inline = {name: value for name, value in os.environ.items() if name != "MPLBACKEND"}
    client.execute(cwd=str(folder), env=inline)
    return notebook


@pytest.fixture(scope="module")
def empty_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("elsewhere")


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def shows_a_picture(cell):
    return any("image/png" in output.get("data", {}) for output in cell.get("outputs", []))


def content(notebook):
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
class TestEveryNotebook:
    def test_runs_anywhere_without_an_error_or_a_warning(self, path, empty_folder):
        notebook = executed(path, empty_folder)
        outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
        loud = [output.text for output in outputs if output.get("name") == "stderr"]
        assert outputs
        assert not loud
        assert not list(empty_folder.iterdir()), "a notebook leaves nothing behind"

    def test_asks_for_a_prediction_right_before_each_picture(self, path, empty_folder):
        notebook = executed(path, empty_folder)
        shown = [i for i, cell in enumerate(notebook.cells) if shows_a_picture(cell)]
        assert shown
        for i in shown:
            before = notebook.cells[i - 1]
            asked = before.cell_type == "markdown" and "**Predict.**" in before.source
            assert asked, f"no prediction is asked before:\n{notebook.cells[i].source}"

    def test_answers_in_numbers_right_after_each_picture(self, path, empty_folder):
        notebook = executed(path, empty_folder)
        for i, cell in enumerate(notebook.cells):
            if shows_a_picture(cell):
                after = notebook.cells[i + 1]
                printed = [o for o in after.get("outputs", []) if o.get("name") == "stdout"]
                assert printed, f"no answer is printed after:\n{cell.source}"

    def test_tells_each_picture_in_words(self, path, empty_folder):
        for cell in code_cells(executed(path, empty_folder)):
            for output in cell.outputs:
                if "image/png" in output.get("data", {}):
                    own = output.metadata.get("image/png", {}).get("alt")
                    words = own or cell.metadata.get("alt", "")
                    assert len(words) > 50, f"nothing is said of the picture of:\n{cell.source}"

    def test_is_the_same_as_its_text_form(self, path):
        text = path.with_suffix(".py")
        assert content(jupytext.read(text)) == content(read(path)), (
            f"run: jupytext --sync {path.name}"
        )

    def test_is_kept_without_outputs(self, path):
        cells = code_cells(read(path))
        kept = [cell.source for cell in cells if cell.outputs or cell.execution_count]
        assert not kept

    def test_says_what_it_is_for(self, path):
        assert (
            "For teaching and research, never for dosing a patient." in read(path).cells[0].source
        )


class TestTheDoseWindow:
    """What the prose of the first lesson says in words; a number that moved must not unsay it."""

    drug = tt.load_drug("baclofen")
    patient = tt.Patient(weight_kg=70, origin="ms", baseline_ashworth=3)
    mouth = tt.oral(dose_mg=10, every_h=8, days=14)
    infusion = tt.pump(rate_ug_per_day=100, days=14)

    def window(self, regimen, patient=None, **arguments):
        return tt.find_window(self.drug, patient or self.patient, regimen, **arguments)

    def test_a_tablet_gives_the_brain_more_than_the_cord_and_a_pump_less(self):
        tablets = tt.oral(dose_mg=20, every_h=8, days=3)
        pump = tt.pump(rate_ug_per_day=100, days=3)
        by_mouth, by_pump = (
            {
                site: tt.simulate(self.drug, self.patient, regimen).measures(site).c_avg
                for site in ("cord_legs", "brain")
            }
            for regimen in (tablets, pump)
        )
        assert by_mouth["brain"] > by_mouth["cord_legs"]
        assert by_pump["brain"] < by_pump["cord_legs"]

    def test_those_who_stop_in_the_first_days_never_see_the_wider_window(self):
        first = self.window(tt.oral(dose_mg=10, every_h=8, days=2))
        later = self.window(self.mouth)
        assert first.limited_by["high"] == "drowsiness"
        assert first.high < later.high

    def test_adapted_only_the_upper_edge_by_pump_moves(self):
        new, later = self.window(self.infusion), self.window(self.infusion, initial="adapted")
        assert later.low == pytest.approx(new.low, rel=0.1)  # "hardly": less than one can see
        assert later.high > 1.5 * new.high

    def test_failing_kidneys_move_the_window_by_mouth_alone(self):
        failing = self.patient.with_values(creatinine_clearance_mL_min=30)
        assert self.window(self.mouth, failing).high < self.window(self.mouth).low
        by_pump = self.window(self.infusion, failing)
        assert by_pump.low == pytest.approx(self.window(self.infusion).low, rel=0.02)

    def test_the_band_fades_because_edges_move_as_numbers_go_over_their_ranges(self):
        window = self.window(self.mouth)
        least, most = window.over_ranges().low_span
        assert least < 0.9 * window.low < window.low < most

    def test_some_derived_numbers_are_arithmetic_and_some_fitted(self):
        numbers = [self.drug.parameters[name] for name in self.drug.parameters]
        derived = [each for each in numbers if each.status == "derived"]
        assumed = [each for each in numbers if each.status == "assumed"]
        assert any(each.fitted_on for each in derived)
        assert any(each.derived_from and not each.fitted_on for each in derived)
        assert any(each.fitted_on for each in assumed), "fitted numbers that are not found again"

    def test_a_severe_patient_has_no_dose_by_mouth_and_a_window_by_pump_that_moves_up(self):
        severe = tt.Patient(origin="spinal", baseline_ashworth=4)
        goals = tt.Goals(
            at_least={"relief_legs": 0.67}, at_most={"drowsiness": 0.3, "weakness": 0.2}
        )
        assert self.window(self.mouth, severe, goals=goals).is_empty
        new = self.window(self.infusion, severe, goals=goals)
        later = self.window(self.infusion, severe, goals=goals, initial="adapted")
        assert later.low > 1.5 * new.low
        assert later.high > 1.5 * new.high


class TestPeopleDiffer:
    """What the prose of the second lesson says in words."""

    drug = tt.load_drug("baclofen")
    people = tt.Population.sample(
        300,
        seed=7,
        drug=drug,
        weight_kg=(72, 14),
        creatinine_clearance_mL_min=tt.Uniform(50, 120),
        origin={"ms": 0.6, "spinal": 0.4},
    )
    tablets = tt.oral(dose_mg=20, every_h=8, days=3)
    weeks = tt.oral(dose_mg=10, every_h=8, days=14)

    def third_day(self, who):
        result = tt.simulate(self.drug, who, self.tablets, outputs=["plasma", "relief_legs"])
        level = result.measures("plasma", from_h=48, to_h=72).c_max
        return level, result.response["relief_legs"][:, 48:].mean(axis=1)

    @staticmethod
    def fold(values):
        low, high = np.percentile(values, [5, 95])
        return high / low

    def with_equal_needs(self):
        about = self.people.to_frame()
        return tt.Population.from_frame(about.assign(origin="ms", eta_relief_legs_ec50=0.0))

    def test_what_people_need_differs_more_than_what_arrives(self):
        level, relief = self.third_day(self.people)
        same_level, equal_needs = self.third_day(self.with_equal_needs())
        np.testing.assert_allclose(same_level, level, rtol=1e-12)
        assert self.fold(relief) > 2 * self.fold(equal_needs)
        assert self.fold(relief) > self.fold(level)

    def test_with_equal_needs_the_level_tells_the_relief(self):
        outputs = ["plasma", "relief_legs"]
        given = tt.simulate(self.drug, self.with_equal_needs(), self.tablets, outputs=outputs)
        level = given.measures("plasma", from_h=48, to_h=72).c_avg
        relief = given.response["relief_legs"][:, 48:].mean(axis=1)
        # "one narrow rising curve": people of about one level have about one relief
        alike = relief[np.abs(level - 300) < 15]
        assert len(alike) > 5
        assert np.ptp(alike) < 0.1

    def test_titration_serves_people_whom_no_single_dose_would_serve(self):
        group = tt.find_window(self.drug, self.people, self.weeks, share=0.25)
        some = [self.people[i : i + 1] for i in range(20)]
        windows = [tt.find_window(self.drug, one, self.weeks) for one in some]
        has_one = np.mean([not window.is_empty for window in windows])
        assert has_one > group.share_inside.max() + 0.2
        # "near a share of one third"
        assert group.share_inside.max() == pytest.approx(1 / 3, abs=0.05)

    def test_on_settled_days_the_highest_level_changes_and_the_mean_hardly(self):
        daily = tt.Occasions({"absorption_rate": 50})
        one = self.people[:1].with_occasions(daily, seed=2)
        longer = tt.oral(dose_mg=20, every_h=8, days=5)
        times = np.arange(0, 120.25, 0.25)
        result = tt.simulate(self.drug, one, longer, times, outputs=["plasma"])
        days = [result.measures("plasma", from_h=24 * d, to_h=24 * (d + 1)) for d in range(1, 5)]
        highest, mean = (np.array([getattr(d, m)[0] for d in days]) for m in ("c_max", "c_avg"))
        assert highest.max() > 1.2 * highest.min()
        assert mean.max() < 1.05 * mean.min()
