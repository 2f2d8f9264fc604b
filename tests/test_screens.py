"""The exact screen for every kind of answer: right in unusual ways, cheating, and hostile.

Each file in ``tests/answers`` is checked as an answer to ``related_objects/feed``; its screen is in
``tests/screens``, beside that of the starter, which the site shows. After a wanted change:
``WRITE_SCREENS=1 pytest tests/test_screens.py``, and read the diff.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from kata import course, report
from kata.verdict import Verdict

HERE = Path(__file__).parent
FEED = course.find("feed")[0]
ANSWERS = [*sorted((HERE / "answers").glob("*.py")), FEED.before]
WAITING = {"hostile_sleep", "hostile_deadlock", "hostile_ignores_limit"}
STYLES = [
    ["-v"],
    ["-q"],
    ["-vv", "-rA"],
    ["--tb=short"],
    ["--tb=long"],
    ["--tb=native"],
    ["-s"],
    ["--color=yes"],
]


@pytest.fixture(scope="module")
def verdicts():
    """Every answer's verdict; those that wait for ever get less time, so that the tests do end."""
    waiting = [path for path in ANSWERS if path.stem in WAITING]
    others = [path for path in ANSWERS if path not in waiting]
    return {**_check(1, waiting), **_check(5, others)}


def _check(seconds, answers):
    command = [sys.executable, HERE / "check_answers.py", FEED.slug, str(seconds), *answers]
    done = subprocess.run(command, capture_output=True, text=True, cwd=course.ROOT, check=True)
    pairs = [json.loads(line) for line in done.stdout.splitlines()]
    return {Path(answer): Verdict.from_json(verdict) for answer, verdict in pairs}


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_screen_is_as_it_was_agreed(verdicts, path):
    screen = _steady(report.text(report.screen(verdicts[path])))
    golden = HERE / "screens" / f"{path.stem}.txt"
    if os.environ.get("WRITE_SCREENS"):
        golden.write_text(screen, encoding="utf-8")
    assert screen == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_right_answers_pass_and_the_others_do_not(verdicts, path):
    assert verdicts[path].passed == path.stem.startswith("right_")


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_a_failure_names_the_file_and_shows_nothing_of_the_engine(verdicts, path):
    screen = report.text(report.screen(verdicts[path]))
    assert "Traceback" not in screen
    assert "kata/" not in screen
    assert "site-packages" not in screen


def test_no_control_character_reaches_the_screen(verdicts):
    for verdict in verdicts.values():
        screen = report.text(report.screen(verdict))
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", screen)
        assert max(map(len, screen.splitlines())) <= 2 * report.WIDTH + 4
        assert len(screen) < 4_000


def test_a_file_that_deletes_itself_is_back(verdicts):
    path = HERE / "answers" / "hostile_deletes_itself.py"
    assert not verdicts[path].passed
    assert "unlink" in path.read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="strays are found in /proc")
def test_a_child_that_an_answer_leaves_is_ended_with_the_verdict(verdicts):
    assert not verdicts[HERE / "answers" / "hostile_child_left.py"].passed
    left = [other.info["cmdline"] or [] for other in psutil.process_iter(["cmdline"])]
    assert not any("left by an answer" in command for command in left)


@pytest.mark.parametrize("style", STYLES, ids=" ".join)
def test_bare_pytest_prints_the_same_screen_in_every_style(style):
    printed = _pytest(HERE / "answers" / "hostile_raises.py", *style)
    coloured = "--color=yes" in style
    assert ("\x1b[" in printed) == coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", printed)
    assert plain.strip() == (HERE / "screens" / "hostile_raises.txt").read_text("utf-8").strip()


def _pytest(answer, *style):
    command = [sys.executable, "-m", "pytest", str(FEED.test), f"--answers={answer}", *style]
    done = subprocess.run(command, capture_output=True, text=True, cwd=course.ROOT, check=False)
    assert done.returncode == 1
    assert done.stderr == ""
    return done.stdout


def _steady(screen):
    screen = screen.replace(FEED.before.name, FEED.answer.name)  # as the learner reads it
    return re.sub(r" +[\d.,]+ times faster", "  (so much) times faster", screen)
