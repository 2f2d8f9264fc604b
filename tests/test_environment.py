"""The shell of a Django developer, with the variables of other projects, changes nothing."""

import os
import subprocess
import sys

import pytest

from kata import course, environment

FEED = course.find("feed")[0]
SHELL = {
    "DATABASE_URL": "mysql://work",
    "REDIS_URL": "redis://127.0.0.1:1",
    "HTTPS_PROXY": "http://127.0.0.1:1",
    "VIRTUAL_ENV": "/nowhere",
    "CONDA_PREFIX": "/nowhere",
    "DJANGO_SETTINGS_MODULE": "work.settings",
    "DJANGO_CONFIGURATION": "Work",
    "PYTEST_ADDOPTS": "-n 2 --ds=work.settings",
    "PYTEST_PLUGINS": "work_plugin",
    "PYTHONWARNINGS": "error",
    "PYTHONOPTIMIZE": "2",
    "PGHOST": "db.work",
    "PGHOSTADDR": "127.0.0.1",
    "PGSERVICE": "work",
    "PGOPTIONS": "-c statement_timeout=1",
    "PGREQUIREAUTH": "scram-sha-256",
    "PGCHANNELBINDING": "require",
    "PGTARGETSESSIONATTRS": "standby",
    "PGCLIENTENCODING": "SQL_ASCII",
    "PGDATESTYLE": "German",
}


@pytest.fixture
def shell(tmp_path):
    """Such a shell; each package on its PYTHONPATH refuses to be imported."""
    for name in ("arena", "django", "psycopg"):
        (tmp_path / f"{name}.py").write_text(f"raise RuntimeError('the {name} of another project')")
    path = os.pathsep.join([str(tmp_path), environment.PROJECT])
    return os.environ | SHELL | {"PYTHONPATH": path}


def run(shell, *command, flags=()):
    done = subprocess.run(
        [sys.executable, *flags, *command],
        cwd=course.ROOT, env=shell, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


def test_no_verdict_changes_in_the_terminal(shell):
    for slug in ("related_objects/feed", "measure/catch_it"):  # the second one's checks assert
        printed = run(shell, "-m", "kata", "check", slug, "--answers", "solutions")
        assert "checks pass" in printed.splitlines()[0], printed


def test_no_verdict_changes_in_pytest(shell):
    printed = run(shell, "-m", "pytest", str(FEED.test), "--answers=solutions", flags=["-O"])
    assert "all 3 checks pass" in printed
    assert "more for every" in run(
        shell, "-m", "pytest", str(FEED.test), f"--answers={FEED.before}"
    )


def test_a_notebook_starts(shell, tmp_path):
    (tmp_path / "django.py").unlink()  # a kernel has imported it before us
    (tmp_path / "psycopg.py").unlink()
    shell.pop("PYTHONWARNINGS")
    script = "import kata.notebook; print(kata.notebook.sandbox())"
    assert run(shell, "-c", script).startswith("An empty Arena is up")


def test_a_process_begins_once_more_only_if_it_must(monkeypatch):
    begun = []
    monkeypatch.setattr(os, "execve", lambda program, arguments, _: begun.append(arguments))
    monkeypatch.setattr(sys, "orig_argv", ["python", "-u", "-OO", "-m", "kata", "-O"])
    monkeypatch.setattr(environment, "_cleaned", False)
    environment.begin()
    environment.begin()
    assert begun == [[sys.executable, "-u", "-m", "kata", "-O"]]

    monkeypatch.setattr(sys, "orig_argv", ["python", "-m", "kata"])
    for name, value, times in (
        ("PGHOST", "x", 1),
        ("PYTHONOPTIMIZE", "", 1),
        ("PYTHONOPTIMIZE", "1", 2),
    ):
        monkeypatch.setenv(name, value)
        monkeypatch.setattr(environment, "_cleaned", False)
        environment.begin()
        assert name not in os.environ
        assert len(begun) == times


def test_the_modules_of_the_course_come_first_and_those_of_others_last(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", f"/work{os.pathsep}{environment.PROJECT}")
    monkeypatch.setattr(sys, "path", ["", "/work", environment.PROJECT, "/venv"])
    environment.clean()
    assert sys.path == [environment.PROJECT, "", "/venv", "/work"]
    assert os.environ["PYTHONPATH"] == environment.PROJECT
