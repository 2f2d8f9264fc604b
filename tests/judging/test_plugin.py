"""What the plugin does before a check: it reads the course, and groups the tests by exercise."""

import os
import subprocess
import sys
from types import SimpleNamespace

from bench import grouping
from kata import course, report
from kata.judging.plugin import grouped
from kata.judging.trial import _printable


def test_the_checks_of_an_exercise_are_one_group_in_order():
    one, other = course.exercises()[:2]
    names = [(one.test, "a"), (other.test, "b"), (course.ROOT / "tests/test_x.py", "c")]
    items = [SimpleNamespace(path=path, name=name) for path, name in [*names, (one.test, "d")]]
    groups = {
        path: [item.name for item in group]
        for path, group in grouped(items).items()  # type: ignore[arg-type]
    }
    assert groups == {one.test: ["a", "d"], other.test: ["b"]}


def test_what_an_answer_printed_beyond_what_is_kept_is_counted_with_all_that_no_screen_shows():
    kept = "".join(f"{number}\n" for number in range(5000))
    shown = _printable(kept, 2_000_000).split("\n")
    assert shown[:2] == ["0", "1"] and shown[-1] == "(and 2.0 MB more)"
    assert len(shown) == report.SHOWN_PRINTS, (
        "or the screen would say that there are few lines more"
    )
    assert _printable("0\n1", 0) == "0\n1"


def test_a_hundred_exercises_are_grouped_in_a_moment(tmp_path):
    assert grouping.measure(tmp_path, 100) < 0.2


def test_a_course_that_cannot_be_read_is_one_sentence(tmp_path):
    [exercise] = grouping.made(tmp_path, 1)
    manifest = tmp_path / "chapters" / exercise.folder / "chapter.toml"
    manifest.write_text(f"{manifest.read_text()}needs = ['postgressql']\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only"],
        env={**os.environ, "KATA_ROOT": str(tmp_path)},
        cwd=course.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4
    [line] = done.stderr.strip().splitlines()
    assert "number_0 needs 'postgressql', which is none of" in line


def test_the_failure_of_another_test_is_shown_whatever_it_is_called(tmp_path):
    file = tmp_path / "test_other.py"
    file.write_text(
        "import pytest\n\n@pytest.mark.parametrize('x', ['kata'])\ndef test(x):\n    assert not x\n"
    )
    command = [sys.executable, "-m", "pytest", "--rootdir", str(course.ROOT), str(file)]
    done = subprocess.run(command, cwd=course.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "1 failed" in done.stdout
