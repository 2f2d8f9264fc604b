"""Files that only other machines read: they parse, and what they name is there."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess

import pytest

from kata.course import ROOT


def test_the_devcontainer_is_json():
    found = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    assert found["remoteUser"] != "root"


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
