"""The learner's copy, and what makes an earlier result stale."""

import os
from pathlib import Path

import pytest

from kata.capstone import steps, subject
from kata.capstone.requests import Response
from kata.capstone.subject import Subject
from kata.course import CourseProblem


def test_start_never_overwrites_what_a_learner_wrote(tiny: Subject, tmp_path: Path) -> None:
    tree = tmp_path / "slowbook"
    assert subject.start(tiny, tree)
    assert (tree / "servers" / "nginx.conf").is_file()
    (tree / "manage.py").write_text("mine")
    assert not subject.start(tiny, tree)
    assert (tree / "manage.py").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["slowbook"]


def test_a_hash_is_of_names_and_contents(tiny: Subject, tmp_path: Path) -> None:
    tree = tmp_path / "slowbook"
    subject.start(tiny, tree)
    first = subject.digest(tree)
    assert first == subject.digest(tiny.original)
    (tree / "slowbook" / "__pycache__").mkdir()
    (tree / "slowbook" / "__pycache__" / "views.pyc").write_bytes(b"")
    assert subject.digest(tree) == first
    (tree / "manage.py").rename(tree / "manage2.py")
    assert subject.digest(tree) != first
    (tree / "manage2.py").rename(tree / "manage.py")
    (tree / "manage.py").write_text("another")
    assert subject.digest(tree) != first


def test_a_reference_is_written_over_the_original(tmp_path: Path) -> None:
    with pytest.raises(CourseProblem, match="There is no 'tin' to judge"):
        subject.reference("tin", tmp_path)


def test_steps_are_those_of_one_project(home: Path) -> None:
    one = steps.Steps("one")
    one.put("same", {"passed": True})
    assert steps.Steps("one").get("same") == {"passed": True}
    two = steps.Steps("two")
    assert two.get("same") is None
    two.put("same", {"passed": False})
    assert steps.Steps("one").get("same") == {"passed": True}
    two.forget()
    assert steps.Steps("two").get("same") is None
    os.utime(one.file, (0, 0))
    steps.Steps("three").put("same", {})
    assert steps.Steps("one").get("same") is None
    steps.Steps("three").forget()


def test_a_damaged_file_is_none(home: Path) -> None:
    (steps.folder() / "runs.json").write_text("{")
    assert steps.runs() == []
    steps.add({"at": "now"})
    assert steps.runs() == [{"at": "now"}]
    assert steps.best() == ("", 0.0)
    (steps.folder() / "runs.json").unlink()


def test_responses_are_stored(home: Path) -> None:
    found = [Response(200, {"A": "b"}, b"\x00\xff"), Response(404, {}, b"")]
    steps.record("key", found)
    assert steps.recorded("key") == found
    assert steps.recorded("other") is None
    (steps.folder() / "recorded_key.bin").write_bytes(b"damaged")
    assert steps.recorded("key") is None
    (steps.folder() / "recorded_key.bin").unlink()
