"""A newcomer's first minutes on the course itself, in the terminals that people have.

The screens are golden files. After a wanted change: ``WRITE_SCREENS=1 pytest
tests/cli/test_first_hour.py``, and read the diff.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCREENS = Path(__file__).parents[1] / "screens" / "first_hour"
PROJECT = Path(__file__).parents[2]
SIZES = [(24, 80), (30, 100)]


@pytest.fixture
def course(tmp_path):
    """The course as it is cloned."""
    root = tmp_path / "scaling-django"
    for folder in ("chapters", "exercises", "solutions"):
        shutil.copytree(PROJECT / folder, root / folder)
    for file in ("pyproject.toml", "requirements.lock"):
        shutil.copy(PROJECT / file, root)
    return root


@pytest.fixture(scope="module")
def home(tmp_path_factory, command):
    """Where the course's own servers are; they start with the first size."""
    folder = tmp_path_factory.mktemp("home")
    yield folder
    own = {**os.environ, "KATA_HOME": str(folder), "PYTHONPATH": str(PROJECT)}
    subprocess.run([*command, "services", "down"], env=own, check=True, capture_output=True)
    shutil.rmtree(folder)  # what a server has elsewhere goes with its home


@pytest.fixture
def environment(course, home):
    """Nothing is known of the learner yet."""
    for name in ("progress.json", "place.txt"):
        (home / name).unlink(missing_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    ours = {"KATA_ROOT": course, "KATA_HOME": home, "PYTHONPATH": PROJECT}
    return kept | {name: str(path) for name, path in ours.items()}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[1]}x{size[0]}")
def test_from_the_start_to_the_second_exercise(open_terminal, course, size):
    terminal = open_terminal(size=size)
    terminal.see("121 queries for 120 posts", patience=300)  # the server is filled
    agreed(terminal, size, "1_start")

    answer = course / "answers" / "01_measure" / "archive.py"
    text = answer.read_text()
    slow = '.order_by("-pk")'
    assert text.count(slow) == 1
    answer.write_text(text.replace(slow, f'{slow}.select_related("author")'))
    terminal.see("121 queries, now 1.")
    agreed(terminal, size, "2_solved")

    terminal.press("n")
    terminal.see("feed.py")
    agreed(terminal, size, "3_next")
    terminal.press("h")
    terminal.see("hint 1 of 3")
    agreed(terminal, size, "4_hint")
    terminal.press("l")
    terminal.see("Scaling Django", then="q back")
    agreed(terminal, size, "5_list")


def agreed(terminal, size, name):
    """See that the terminal shows what was agreed, and that it fits."""
    height, width = size
    rows = terminal.screen()
    golden = SCREENS / f"{width}x{height}_{name}.txt"
    if os.environ.get("WRITE_SCREENS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text("\n".join(rows), encoding="utf-8")
    assert rows == golden.read_text(encoding="utf-8").split("\n")
    assert len(rows) <= height
    assert max(map(len, rows)) <= width
