"""Loading an answer: always the file as it stands now."""

import os
import subprocess
import sys
import warnings

from django.apps import apps

from kata.checks import answers


def test_a_file_saved_twice_in_one_second_is_read_twice(tmp_path):
    file = tmp_path / "double.py"
    for times in (3, 4):
        file.write_text(f"def double(number):\n    return number * {times}\n")
        os.utime(file, (1_700_000_000, 1_700_000_000))  # as long, and as old, as the one before
        assert answers.load(file).double(5) == 5 * times
    assert [path.name for path in tmp_path.iterdir()] == ["double.py"]


def test_an_answer_keeps_its_asserts_whatever_python_is_told(tmp_path):
    file = tmp_path / "strict.py"
    file.write_text("def check(number):\n    assert number > 0, 'too small'\n")
    code = (
        "from pathlib import Path; from kata.checks import answers; "
        f"answers.load(Path({str(file)!r})).check(0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONOPTIMIZE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "AssertionError: too small" in done.stderr


def test_two_answers_may_declare_the_same_model(tmp_path):
    code = """
from django.db import models

class Page(models.Model):
    title = models.CharField(max_length=20)

    class Meta:
        app_label = "discuss"
"""
    for name in ("one", "other", "other"):
        file = tmp_path / f"{name}.py"
        file.write_text(code)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            page = answers.load(file).Page
        assert apps.get_model("discuss", "Page") is page
        assert page in apps.get_models()
    file.write_text("")
    answers.load(file)
    assert page not in apps.get_models()


def test_another_process_may_have_another_seed_for_hashes(tmp_path):
    file = tmp_path / "key.py"
    file.write_text("def key(text):\n    return hash(text)\n")
    first = answers.load(file)
    seen = {answers.again(first, seed=seed).key("a") for seed in (0, 1, 2)}
    assert len(seen) == 3
    assert first.key("a") == answers.again(first).key("a") == hash("a")
