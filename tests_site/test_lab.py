"""A lesson in JupyterLab, driven in headless Chromium on a copy of the project.

`KATA_PICTURES=folder pytest tests_site/test_lab.py` leaves the pictures there, to be looked at.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from kata.course import ROOT
from kata.notebook import errors

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NODE = shutil.which("node")
PLAYWRIGHT = ROOT / "web" / "node_modules" / "playwright-core"
LESSON = "02_related_objects/lesson.ipynb"
TOKEN = "read-the-lesson"

pytest.importorskip("jupyterlab", reason="JupyterLab is not installed: make lab installs it")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and NODE and PLAYWRIGHT.is_dir() and shutil.which("git")),
    reason="needs git, chromium and node (apt-get install ...), and npm ci in web/",
)


def git(folder, *command):
    named = ["-c", "user.name=kata", "-c", "user.email=kata@example.com"]
    done = subprocess.run(["git", *named, *command], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A clone, with what is not committed yet."""
    copy = tmp_path_factory.mktemp("lab") / "course"
    names = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, copy / name)
    git(copy, "init", "-q")
    git(copy, "add", ".")
    git(copy, "commit", "-q", "-m", "the course")
    return copy


@pytest.fixture(scope="module")
def environment(project):
    """Nothing of the person who runs the tests: neither their progress nor their Jupyter."""
    home = project.parent
    return {
        **{name: value for name, value in os.environ.items() if name != "KATA_DATABASE_URL"},
        "PYTHONPATH": str(project),
        "KATA_HOME": str(home / "kata"),
        "JUPYTER_TOKEN": TOKEN,
        "JUPYTER_CONFIG_DIR": str(home / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
    }


@pytest.fixture(scope="module")
def address(project, environment):
    """Where `kata lab` serves the copy."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kata = [sys.executable, "-m", "kata"]
    log = (project.parent / "lab.log").open("w+")
    process = subprocess.Popen(
        [*kata, "lab", "--no-browser", "--port", str(port)],
        cwd=project, env=environment, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    address = f"http://localhost:{port}/"
    try:
        for _ in range(1200):
            assert process.poll() is None, Path(log.name).read_text()
            try:
                urllib.request.urlopen(f"{address}api/status?token={TOKEN}").close()
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.25)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()
        subprocess.run([*kata, "services", "down"], cwd=project, env=environment, check=False)
        log.close()


@pytest.fixture(scope="module")
def seen(address, project, tmp_path_factory):
    """What one visit saw."""
    folder = Path(os.environ.get("KATA_PICTURES") or tmp_path_factory.mktemp("pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    script = Path(__file__).with_name("lab.mjs")
    right = project / "solutions/02_related_objects/feed/after.py"
    arguments = [address, TOKEN, CHROMIUM, PLAYWRIGHT, project, f"lab/{LESSON}", right, folder]
    done = subprocess.run(
        [NODE, str(script), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_every_cell_runs_and_none_raises(seen):
    assert seen["raised"] == []


def test_lab_asks_no_other_host(seen):
    assert seen["foreign"] == []
    assert seen["errors"] == []


def test_the_starter_fails_and_the_verdict_is_html(seen):
    assert "more for every" in seen["failed"]["text"]
    assert "%hint related_objects/feed" in seen["failed"]["text"]


def test_a_right_answer_in_a_cell_passes(seen):
    assert "all 3 checks pass" in seen["passed"]["text"]


def test_the_line_of_a_verdict_opens_the_file_at_it(seen, project):
    assert seen["link"].startswith("feed.py:")
    assert seen["tabs"][-1:] == ["feed.py"]
    assert "def feed" in seen["shown"]
    assert f"Ln {seen['link'].partition(':')[2]}," in seen["position"]


def test_exercises_open_beside_the_lesson(seen):
    notebook, file = seen["boxes"]["notebook"], seen["boxes"]["file"]
    assert notebook["x"] + notebook["width"] <= file["x"]
    assert seen["areas"] == [["lesson.ipynb"], ["feed.py", "thread.py"]]


def test_the_code_that_draws_a_chart_is_folded(seen):
    assert seen["folded"]


def test_a_write_that_is_refused_is_one_sentence(seen):
    assert seen["refused"].strip().splitlines() == [errors.READ_ONLY]


def test_a_verdict_can_be_read_by_day_and_by_night(seen):
    assert seen["failed"]["edge"] != seen["passed"]["edge"]
    assert seen["failed"]["colour"] != seen["failed_dark"]["colour"]


def test_a_marker_of_githubs_is_a_quote_with_a_name(seen):
    assert "[!" not in seen["alert"]["text"]


def test_git_sees_nothing_of_what_the_learner_did(seen, project):
    assert "def feed" in (project / "answers/02_related_objects/feed.py").read_text()
    assert git(project, "status", "--porcelain").splitlines() == []


def test_the_work_in_the_copy_survives_the_next_start(seen, project, environment):
    copy = project / "lab" / LESSON
    before = copy.read_text()
    assert "%%answer feed" in before
    script = "from kata.learner import lesson_copies; print(lesson_copies.lay_out())"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=project,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().strip() == "[]"
    assert copy.read_text() == before
