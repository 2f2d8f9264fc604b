"""The whole judge, on the tiny site with rounds of a second."""

from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from unittest.mock import Mock

import psutil
import pytest

from kata.capstone import gates, killed, run, steps, written
from kata.capstone.load import Round
from kata.capstone.requests import Response
from kata.capstone.run import Pace, Verdict
from kata.capstone.stack import SiteProblem
from kata.capstone.subject import Subject
from kata.course import ROOT
from kata.services import ServiceProblem
from kata.services.register import has_ended
from tests.capstone.conftest import project
from tests.services.test_k6 import needs_k6

PACE = Pace(2, 0.5, 0.2, 0)
PATIENCE = 30  # seconds
RUNS = """
import sys
from pathlib import Path
from kata.capstone import stack, subject
from kata.services import guard
from tests.capstone.tiny import visits

tiny = Path(sys.argv[1]).resolve()
found = subject.Subject(tiny, visits, visits.fill, (Path(visits.__file__),))
with guard.watching(), stack.running(tiny, stack.database(found)):
    print("runs", flush=True)
    sys.stdin.read()
"""


def quietly(text: str, share: float) -> None:
    assert 0 <= share <= 1, text


@pytest.fixture
def after(tmp_path: Path) -> Path:
    return project(tmp_path / "slowbook", "after")


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gates that do not wait: nothing caches a page here, or it is not what is tested."""
    monkeypatch.setattr(gates, "ASKED_AFTER", 0)
    monkeypatch.setattr(written, "ASKED_AFTER", 0)
    monkeypatch.setattr(killed, "ASKED_AFTER", 0)
    monkeypatch.setattr(killed, "KILL_SECONDS", 0.3)
    monkeypatch.setattr(killed, "KILL_COUNT", 6)


@pytest.mark.usefixtures("hasty")
def test_an_interrupted_run_goes_on_and_ends_in_a_verdict(
    tiny: Subject, after: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_k6()
    loads = []
    usual = run.loaded

    def loaded(*arguments: object) -> object:
        loads.append(arguments)
        if len(loads) == 4:
            raise KeyboardInterrupt
        return usual(*arguments)

    monkeypatch.setattr(run, "loaded", loaded)
    with pytest.raises(KeyboardInterrupt):
        run.judge(tiny, after, quietly, PACE)

    def judged_already(*arguments: object) -> object:
        raise AssertionError("this gate was judged already")

    again = {name: (judged_already, cost) for name, (_, cost) in run.GATES.items()}
    monkeypatch.setattr(run, "GATES", again)
    verdict = run.judge(tiny, after, quietly, PACE)
    # The first pair was not measured again, the second one was; then come those of one client.
    assert len(loads) == 4 + 2 + 2
    assert [gate.says for gate in verdict.gates if not gate.passed] == []
    assert len(verdict.gates) == 10
    assert verdict.score and verdict.score.ratio > 1
    assert verdict.versions["Django"]
    assert Verdict.read(verdict.written()) == verdict
    assert not list(steps.folder().glob("steps_*"))


@pytest.mark.usefixtures("hasty")
def test_a_gate_that_fails_leaves_speed_unmeasured(tiny: Subject, tmp_path: Path) -> None:
    needs_k6()
    tree = project(tmp_path / "slowbook", "after")
    views = tree / "slowbook" / "views.py"
    views.write_text(views.read_text().replace("id=likes>", "id=likes> "))
    verdict = run.judge(tiny, tree, quietly, PACE)
    failed = [gate.name for gate in verdict.gates if not gate.passed]
    assert "same" in failed
    assert (verdict.score, verdict.tier, verdict.holds) == (None, "", False)


def test_a_project_that_does_not_start_is_no_verdict(tiny: Subject, tmp_path: Path) -> None:
    needs_k6()
    tree = project(tmp_path / "slowbook", **{"slowbook/urls.py": "1 / 0"})
    with pytest.raises(SiteProblem) as problem:
        run.judge(tiny, tree, quietly, PACE)
    assert "ZeroDivisionError: division by zero" in problem.value.log[-1]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_nothing_is_left_of_a_killed_run(
    home: Path, cluster: Path, tiny: Subject, number: signal.Signals
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", RUNS, str(tiny.original)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdout and process.stdin
    assert process.stdout.readline() == b"runs\n"
    family = psutil.Process(process.pid).children(recursive=True)
    names = {each.name() for each in family}
    assert {"gunicorn", "nginx", "postgres"} <= names or sys.platform != "linux"
    process.send_signal(number)
    process.wait(PATIENCE)
    limit = time.monotonic() + PATIENCE
    while not all(map(has_ended, family)) and time.monotonic() < limit:
        time.sleep(0.1)
    assert all(map(has_ended, family))
    for stream in (process.stdin, process.stdout):
        stream.close()


@pytest.mark.parametrize(("until", "had"), [(math.inf, [0.8, 0.7]), (0, [0.8, 0.2])])
def test_on_a_busy_machine_the_pairs_count_that_had_the_most_of_it(
    monkeypatch: pytest.MonkeyPatch, home: Path, until: float, had: list[float]
) -> None:
    shares = iter([0.9, 0.8, 0.2, 0.9, 0.3, 0.3, 0.7, 0.7])
    fine = Round(per_second=1.0, p95=1.0, count=10, failed=0, refused=0)
    monkeypatch.setattr(run, "loaded", lambda *arguments: replace(fine, free=next(shares)))
    monkeypatch.setattr(run, "warm_up", lambda *arguments: None)
    told: list[str] = []

    def begin(text: str, cost: float) -> None:
        told.append(text)

    nobody = Mock()
    found = run._pairs(nobody, nobody, steps.Steps("x"), Pace(2, 1, 1, 3), begin, until=until)
    assert [run._had(pair) for pair in found] == had
    assert told[0] == "Warm up slowbook/"
    assert len(told) == (5 if until == 0 else 9)
    assert until == 0 or told[5] == "Load on the original, round 3, the machine is busy"
    steps.Steps("x").forget()


def test_a_machine_that_is_too_busy_for_the_original_is_no_verdict(
    tiny: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "recorded", lambda key: None)
    original = Mock()
    original.record.return_value = [Response(502, {}, b"")] * len(tiny.requests.RECORDED)
    with pytest.raises(ServiceProblem, match=r"GET / returned 502\): this machine is too busy now"):
        run._expected(tiny, original)
