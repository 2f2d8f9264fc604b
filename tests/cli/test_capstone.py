"""``kata capstone``: what it says without a run."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from kata.capstone import run, steps, subject
from kata.capstone.stack import SiteProblem
from kata.capstone.subject import Subject
from kata.cli import capstone
from kata.course import CourseProblem
from tests.capstone.conftest import TINY
from tests.capstone.test_page import FAILED, VERDICT
from tests.capstone.tiny import visits


@pytest.fixture(autouse=True)
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny site is the capstone, in a folder of the test's own."""
    found = Subject(TINY / "before", visits, visits.fill, ())
    monkeypatch.setenv("KATA_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(subject, "slowbook", lambda: found)
    monkeypatch.setattr(subject, "TREE", tmp_path / "slowbook")
    monkeypatch.setattr(capstone.backend, "sweep", lambda: None)
    return tmp_path / "slowbook"


def says(*arguments: str) -> tuple[int, str]:
    app = typer.Typer()
    app.add_typer(capstone.app, name="capstone")
    done = CliRunner().invoke(app, ["capstone", *arguments], standalone_mode=False)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return int(done.return_value or 0), done.output


def test_start_copies_once(tiny: Path) -> None:
    assert "is the site" in says("start")[1]
    (tiny / "manage.py").write_text("mine")
    assert "is there already, and nothing was changed in it" in says("start")[1]
    assert (tiny / "manage.py").read_text() == "mine"


def test_what_is_not_there_yet_is_one_sentence() -> None:
    with pytest.raises(CourseProblem, match="`kata capstone start` makes it"):
        says()
    with pytest.raises(CourseProblem, match="`kata capstone check` writes it"):
        says("report")
    with pytest.raises(CourseProblem, match="There is no 'tin' to judge"):
        says("check", "--answers", "tin")
    with pytest.raises(CourseProblem, match="name a file in a folder that exists"):
        says("check", "--json", "/no/such/folder/x.json")
    with pytest.raises(CourseProblem, match="takes slowbook or original"):
        says("profile", "fastbook")


def test_a_verdict_is_shown_stored_and_reported(
    tiny: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    says("start")
    monkeypatch.setattr(run, "judge", lambda *arguments: VERDICT)
    code, shown = says("check", "--json", str(tmp_path / "found.json"))
    assert code == 0
    assert shown.splitlines()[0].split() == ["Slowbook", "silver"]
    assert "  ok    Every recorded response is the same" in shown
    assert "requests a second            9.5         118     11.8x" in shown
    assert "Gold takes 30x in every pair of rounds." in shown
    assert steps.best() == ("silver", pytest.approx(11.767, abs=0.001))
    monkeypatch.setattr(run, "judge", lambda *arguments: FAILED)
    code, shown = says()
    assert code == 1
    assert "FAIL  Every recorded response is the same" in shown
    assert "Speed was not measured" in shown
    assert len(steps.runs()) == 2
    assert steps.best() == ("silver", pytest.approx(11.767, abs=0.001))  # once reached, it stays
    file = Path(says("report")[1].strip())
    assert "2 runs" in file.read_text()


def test_the_own_words_of_a_site_follow_the_sentence(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judge(*arguments: object) -> None:
        raise SiteProblem("slowbook/ does not start in gunicorn.", ["NameError: \x1b[1mx"])

    says("start")
    monkeypatch.setattr(run, "judge", judge)
    with pytest.raises(SiteProblem) as problem:
        says("check")
    assert str(problem.value) == ("slowbook/ does not start in gunicorn.\n    NameError: \\x1b[1mx")
