"""The report of a validation: self-contained, described, and written completely or not at all."""

import json
from html.parser import HTMLParser

import pandas as pd
import pytest

import titrate as tt
from tests.validation.files import WHOLE, with_line, written
from titrate.errors import InvalidValue
from titrate.reports import Validation
from titrate.reports.saving import write_all


class Page(HTMLParser):
    """What a page links to, and what its pictures say."""

    def __init__(self, text):
        super().__init__()
        self.links, self.pictures, self.open = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.links += [found[name] for name in ("src", "href") if name in found]
        if tag in ("img", "svg"):
            self.pictures.append(found.get("alt") or found.get("aria-label") or "")
        if tag in ("link", "script"):
            self.links.append(f"<{tag}>")


@pytest.fixture(scope="module")
def ours():
    return tt.validate("baclofen_intrathecal")


@pytest.fixture(scope="module")
def folder(ours, tmp_path_factory):
    place = tmp_path_factory.mktemp("report")
    ours.save(place)
    return place


def test_the_page_needs_no_other_file(folder):
    page = Page((folder / "validation.html").read_text("utf-8"))
    beyond = [link for link in page.links if not link.startswith(("data:", "#"))]
    # Sources may be linked to; nothing is loaded from anywhere.
    assert all(link.startswith("https://") or link.startswith("http://") for link in beyond)
    text = (folder / "validation.html").read_text("utf-8")
    assert "<script" not in text
    assert "<link" not in text
    assert 'src="http' not in text


def test_every_picture_has_words(folder):
    page = Page((folder / "validation.html").read_text("utf-8"))
    assert page.pictures
    assert all(len(words) > 20 for words in page.pictures)


def test_the_page_says_how_many_and_what_it_is_for(folder, ours):
    text = (folder / "validation.html").read_text("utf-8")
    assert "never for dosing a patient" in text
    assert "fitted" in text
    assert "predicted" in text
    for row in ours.checked:
        assert row.observation.id in text


def test_table_and_json_hold_the_same(folder, ours):
    table = pd.read_csv(folder / "validation.csv")
    held = json.loads((folder / "validation.json").read_text("utf-8"))
    assert list(table["id"]) == [each["id"] for each in held["observations"]]
    assert len(table) == len(ours.rows)
    assert held["passed"] is True
    assert held["counts"] == dict(ours.counts)


def test_a_refused_observation_stands_in_the_report_with_its_reason(tmp_path):
    path = written(tmp_path, with_line("measure", 'measure = "cmax"'))
    checked = tt.validate([path])
    assert not checked.passed
    text = checked.save(tmp_path / "report").read_text("utf-8")
    assert "Did you mean" in text
    assert "refused" in text


def test_all_files_are_written_or_none(tmp_path, monkeypatch):
    write_all(tmp_path, {"a.txt": "old", "b.txt": "old"})
    import os

    moved = os.replace
    calls = []

    def failing(source, target):
        calls.append(target)
        if len(calls) == 4:
            raise OSError("the disk is full")
        return moved(source, target)

    monkeypatch.setattr("titrate.reports.saving.os.replace", failing)
    with pytest.raises(OSError, match="disk is full"):
        write_all(tmp_path, {"a.txt": "new", "b.txt": "new"})
    monkeypatch.setattr("titrate.reports.saving.os.replace", moved)
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"a.txt": "old", "b.txt": "old"}


def test_a_folder_called_as_a_file_of_the_report_stays_as_it_is(tmp_path):
    (tmp_path / "one.txt").mkdir()
    (tmp_path / "one.txt" / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(IsADirectoryError, match="It is a folder"):
        write_all(tmp_path, {"another.txt": "a", "one.txt": "b"})
    assert [path.name for path in tmp_path.iterdir()] == ["one.txt"]
    assert (tmp_path / "one.txt" / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_what_never_comes_is_told_from_what_is_not_known():
    from titrate.reports.saving import as_json

    told = json.loads(as_json({}, [{"a": float("inf"), "b": float("nan"), "c": None, "d": 1.5}]))
    assert told["observations"] == [{"a": "never", "b": None, "c": None, "d": 1.5}]


def test_sentences_and_cards(ours):
    assert repr(ours).startswith("<validation: ")
    assert "predicted" in ours.summary
    assert str(ours).count("\n") >= len(ours.rows)
    assert "Every observation" in ours._repr_html_()
    frame = ours.to_frame()
    assert {"id", "claim", "simulated", "verdict", "fixes", "status", "sources"} <= set(frame)


@pytest.mark.parametrize("rows", ["all", [1], (1,), None])
def test_a_validation_is_made_of_rows(rows):
    with pytest.raises(InvalidValue):
        Validation(rows)


@pytest.mark.parametrize("given", [[], 3, [3]])
def test_files_are_names_or_paths(given):
    with pytest.raises(InvalidValue):
        tt.validate(given)


def test_a_users_own_file_runs(tmp_path):
    checked = tt.validate(written(tmp_path, WHOLE))
    assert checked.passed
    assert checked.rows[0].observation.id == "peak"
