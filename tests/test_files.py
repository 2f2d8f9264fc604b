"""Files that only other machines read: they parse, and what they name is there."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from kata.course import ROOT

EXTRAS = ("IPython", "hypothesis", "jupytext", "matplotlib", "mypy", "nbclient", "nbformat", "ruff")


def test_the_devcontainer_is_json():
    found = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    assert found["remoteUser"] != "root"


def test_an_editor_finds_the_exercises_from_the_root():
    found = json.loads((ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert found["python.testing.pytestEnabled"]
    assert all((ROOT / name).is_dir() for name in found["python.testing.pytestArgs"])


def test_tests_are_collected_without_what_only_developers_install():
    code = f"""
import sys
import pytest
sys.modules.update(dict.fromkeys({EXTRAS!r}))
sys.exit(pytest.main(["--collect-only", "-q"]))
"""
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]


def test_the_image_is_not_roots_and_has_nobodys_work_in_it():
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert [line.split()[1] for line in lines if line.startswith("USER ")] == ["learner"]
    for line in lines:
        if line.startswith("COPY"):
            _, _, *sources, _ = line.split()
            assert all((ROOT / source).exists() for source in sources), line
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert {".kata", "lab", ".git", ".venv*"} <= set(ignored)


def test_the_hubs_configuration_is_python_and_every_variable_is_explained():
    text = (ROOT / "hub" / "jupyterhub_config.py").read_text(encoding="utf-8")
    ast.parse(text)
    manual = (ROOT / "hub" / "README.md").read_text(encoding="utf-8")
    for name in re.findall(r'environ\.get\("(\w+)"', text):
        assert f"`{name}`" in manual, name


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_the_teams_script_is_bash_that_can_be_run():
    script = ROOT / "hub" / "team"
    assert os.access(script, os.X_OK)
    done = subprocess.run(["bash", "-n", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
