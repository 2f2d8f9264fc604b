"""The magics in a real IPython: what they print, show, write, keep and record."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kata import course, report
from kata.checks.findings import Failure, Line
from kata.learner import files, progress
from kata.notebook import magics
from kata.notebook.show import STATIC
from kata.verdict import Check, Verdict

FAILING = Verdict(
    "arithmetic/double",
    "double.py",
    [
        Check("answer", "Twice as much", "passed"),
        Check(
            "cost",
            "Few queries",
            "failed",
            failure=Failure(
                "3 queries.", "at most 1.", (Line(3, "double.py:7", "a < b", "SELECT <1>"),)
            ),
        ),
    ],
)


@pytest.fixture
def exercise(tmp_path, monkeypatch):
    """An exercise of a course of its own, and a home of its own."""
    monkeypatch.setenv("KATA_HOME", str(tmp_path / "home"))
    chapter, exercises = tmp_path / "chapters/01_arithmetic", tmp_path / "exercises/01_arithmetic"
    solutions = tmp_path / "solutions/01_arithmetic/double"
    for folder in (chapter, exercises, solutions):
        folder.mkdir(parents=True)
    (chapter / "chapter.toml").write_text(
        'title = "Arithmetic"\nsummary = "More."\n[[exercise]]\nname = "double"\n'
        'title = "Twice as much"\nlevel = 1\nhints = ["Add it.", "To itself."]\nfails = {}\n'
    )
    starter = '"""It is <too> little.\n\nMake it more.\n"""\n\n\ndef double(n):\n    return n\n'
    (exercises / "double.py").write_text(starter)
    (solutions / "before.py").write_text(starter)
    (solutions / "after.py").write_text('"""Twice."""\n\n\ndef double(n):\n    return 2 * n\n')
    (solutions / "also_added.py").write_text('"""Added to itself."""\n')
    (solutions / "wrong_thrice.py").write_text('"""Three times.\n\nFails: answer\n"""\n')
    (solutions / "why.md").write_text("## Why it works\n\nIt is **more**.\n")
    (exercises / "test_double.py").write_text('def test_answer(answer):\n    """Right"""\n')
    found = course.exercises(tmp_path)[0]
    files.lay(found)
    monkeypatch.setattr(magics.choice, "one", lambda what: _named(found, what))
    monkeypatch.setattr(magics.course, "ROOT", tmp_path)
    monkeypatch.setattr(magics, "check", lambda exercise: FAILING)
    return found


TASK = '"""It is <too> little.\n\nMake it more.\n"""\n\n\n'


def _named(exercise, what):
    if what not in {exercise.name, exercise.slug}:
        raise course.CourseProblem(f"There is no exercise {what!r}. To see them all: kata list")
    return exercise


def test_in_a_plain_ipython_a_check_prints_the_terminals_screen(shell, exercise, capsys):
    shell.run_cell("%check double")
    assert capsys.readouterr().out.strip() == report.text(report.screen(FAILING)).strip()


def test_in_a_notebook_a_check_is_html_with_links_to_the_file(shell, exercise, displayed):
    shell.run_cell("%check double")

    html = displayed[0].html()
    assert "kata-card-bad" in html
    assert 'href="' in html
    assert 'answers/01_arithmetic/double.py#line=6">double.py:7</a>' in html
    assert "a &lt; b" in html
    assert "SELECT &lt;1&gt;" in html
    assert "%hint arithmetic/double" in html
    assert displayed[0]._repr_html_() == html


def test_a_name_that_nobody_has_is_one_sentence(shell, exercise, capsys):
    result = shell.run_cell("%check nothing")
    printed = capsys.readouterr()

    assert not result.success
    assert (printed.out + printed.err).strip() == (
        "There is no exercise 'nothing'. To see them all: kata list"
    )


def test_without_a_name_it_is_the_last_one(shell, exercise, capsys):
    shell.run_cell("%check")
    assert "Name the exercise" in capsys.readouterr().out
    shell.run_cell("%check double")
    capsys.readouterr()
    shell.run_cell("%check")
    assert "arithmetic/double" in capsys.readouterr().out


def test_answer_writes_the_cell_and_keeps_what_was_there(shell, exercise, capsys):
    starter = exercise.before.read_text()
    shell.run_cell("%%answer double\ndef double(n):\n    return n + n\n")
    assert exercise.answer.read_text() == f"{TASK}def double(n):\n    return n + n\n"
    assert "To have the starter again: kata reset double" in capsys.readouterr().out
    assert progress.kept(exercise.slug) == []

    shell.run_cell("%%answer double\ndef double(n):\n    return 2 * n\n")
    kept = progress.kept(exercise.slug)
    assert [copy.read_text() for copy in kept] == [f"{TASK}def double(n):\n    return n + n\n"]
    assert kept[0].name in capsys.readouterr().out
    assert exercise.before.read_text() == starter


@pytest.mark.parametrize(
    ("former", "cell", "now"),
    [
        (None, "x = 1", f"{TASK}x = 1\n"),
        ("# mine\n'''My words.'''; y = 2\n", "x = 1", "# mine\n'''My words.'''\n\n\nx = 1\n"),
        ("y = 2\n", "x = (", f"{TASK}x = (\n"),
        ("y = 2\n", "# new\n'My own.'\nx = 1", "# new\n'My own.'\nx = 1\n"),
        ("y = 2\n", '"""Not ended', f'{TASK}"""Not ended\n'),
    ],
)
def test_answer_keeps_the_task_above_a_cell_without_one(shell, exercise, former, cell, now):
    exercise.answer.unlink()
    if former:
        exercise.answer.write_text(former)
    shell.run_cell(f"%%answer double\n{cell}\n")
    assert exercise.answer.read_text() == now


def test_answer_run_twice_changes_nothing(shell, exercise):
    for _ in range(3):
        shell.run_cell("%%answer double\ndef double(n):\n    return n + n\n")
    assert progress.kept(exercise.slug) == []


def test_answer_overwrites_nothing_that_cannot_be_kept(shell, exercise, capsys, monkeypatch):
    exercise.answer.write_text("mine = 1\n")
    full = progress.ProgressProblem("The disk is full.")
    monkeypatch.setattr(magics.progress, "keep", lambda *_: (_ for _ in ()).throw(full))

    shell.run_cell("%%answer double\nmine = 2\n")

    assert exercise.answer.read_text() == "mine = 1\n"
    assert "The disk is full." in capsys.readouterr().out


def test_hints_come_one_at_a_time(shell, exercise, displayed):
    shell.run_cell("%hint double")
    shell.run_cell("%hint double")

    first, second = (output._repr_markdown_() for output in displayed)
    assert "**Hint 1 of 2.** Add it." in first
    assert "To itself." not in first
    assert "**Hint 2 of 2.** To itself." in second
    assert progress.load()[exercise.slug].hints == 2


def test_the_solution_is_shown_after_a_pass_or_when_it_is_asked_for(shell, exercise, displayed):
    shell.run_cell("%solution double")
    assert "You have not solved arithmetic/double yet." in displayed.pop().html()

    shell.run_cell("%solution --reveal double")
    shown = displayed[0]._repr_markdown_()
    assert "return 2 * n" in shown
    assert "It is **more**." in shown
    assert "`wrong_thrice.py`: Three times. It fails: Right" in shown
    assert progress.load()[exercise.slug].revealed


def test_progress_is_a_table_of_the_whole_course(shell, exercise, displayed, monkeypatch):
    mine = course.chapters(exercise.root)
    monkeypatch.setattr(magics.course, "chapters", lambda *_: mine)
    monkeypatch.setattr(magics.course, "exercises", lambda: [exercise])
    progress.record(exercise.slug, True, {"queries": 1}, "a", "t")

    shell.run_cell("%progress")

    html = displayed[0].html()
    assert "1 of 1 solved" in html
    assert "1. Arithmetic" in html
    assert "solved</span>" in html
    assert "1 query" in html


def test_the_task_is_that_of_the_starter(shell, exercise, displayed):
    before = exercise.before.read_text()
    exercise.before.write_text(before.replace("Make it more.", "Make it twice as much."))
    exercise.__dict__.pop("task", None)

    shell.run_cell("%task double")

    html = displayed[0].html()
    assert "Make it twice as much." in html
    assert "&lt;too&gt;" in html
    assert "01_arithmetic/double.py</a>" in html


def test_in_a_terminal_the_commands_own_screens_are_printed(shell, exercise, capsys):
    shell.run_cell("%hint double")
    shell.run_cell("%task double")
    printed = capsys.readouterr().out
    assert "hint 1 of 2" in printed
    assert "Make it more." in printed


def test_for_the_site_nothing_is_written(shell, exercise, monkeypatch):
    monkeypatch.setenv(STATIC, "1")
    starter = exercise.answer.read_text()
    shell.run_cell("%%answer double\nmine = 1\n")
    shell.run_cell("%task double")
    assert exercise.answer.read_text() == starter


def test_a_check_runs_in_a_process_of_its_own_and_is_recorded(tmp_path):
    """As a learner's kernel does it, with the answer of the reference, on SQLite."""
    file = tmp_path / "answer.py"
    file.write_text("# TODO\n")
    script = (
        "from kata import course; from kata.learner import progress\n"
        "from kata.notebook import magics\n"
        "import dataclasses, json, pathlib\n"
        "class Mine(course.Exercise):\n"
        f"    answer = pathlib.Path({str(file)!r})\n"
        "found = course.find('feed')[0]\n"
        "mine = Mine(**{f.name: getattr(found, f.name) for f in dataclasses.fields(found)})\n"
        "states = [magics.check(mine).state]\n"
        "mine.answer.write_bytes(found.after.read_bytes())\n"
        "states.append(magics.check(mine).state)\n"
        "record = progress.load()['related_objects/feed']\n"
        "print(json.dumps([states, record.state, record.attempts, record.best]))\n"
    )
    import os

    environment = {
        **os.environ,
        "KATA_DATABASE_URL": f"sqlite:///{tmp_path}/arena.sqlite3",
        "KATA_HOME": str(tmp_path / "home"),
        "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    }
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True, text=True, cwd=Path(course.ROOT), env=environment, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    states, state, attempts, best = json.loads(done.stdout)
    assert states == ["failed", "passed"]
    assert (state, attempts) == ("passed", 2)
    assert best["queries"] <= 4
