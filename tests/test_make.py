"""What `make` does before there is a Python of the course's own."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PYTHON = """\
#!/bin/sh
if [ "$1" = -m ]; then env >"$0.env"; exit; fi
echo {version}; exit {code}
"""

pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="needs make")


@pytest.fixture
def clone(tmp_path):
    """A clone with the files that are needed so far, in a folder whose name has a space."""
    folder = tmp_path / "a clone"
    (folder / "tools").mkdir(parents=True)
    for file in ("Makefile", "tools/venv"):
        shutil.copy(ROOT / file, folder / file)
    return folder


def python(path, version="3.13"):
    """Write a program that says it is a Python."""
    path.parent.mkdir(parents=True, exist_ok=True)
    code = int(int(version.partition(".")[2]) < 11)
    path.write_text(PYTHON.format(version=version, code=code))
    path.chmod(0o755)
    return path


def venv(folder, version, named=""):
    """Have the environment of a clone looked after; return whether it was made anew."""
    new = python(folder / "python3", version)
    command = ["tools/venv", "make", new, ".venv", named, "sh", "-c", "mkdir -p .venv made"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (folder / ".venv/.python").exists() == (done.returncode == 0), done.stderr
    made = (folder / "made").exists()
    shutil.rmtree(folder / "made", ignore_errors=True)
    return made


def installed(folder, version="3.13", at=None):
    """Write an environment as it is after an installation."""
    python(folder / ".venv/bin/python", version)
    (folder / ".venv/bin/kata").write_text(f"#!{at or folder}/.venv/bin/python\n")


@pytest.mark.parametrize("version", ["3.10", "does not run"])
def test_a_python_that_is_too_old_is_one_sentence_with_the_command(clone, version):
    old = clone / "old"
    if version == "3.10":
        python(old, version)
    done = subprocess.run(
        ["tools/venv", "check", old], cwd=clone, capture_output=True, text=True, check=False,
        env={"PATH": os.defpath},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout.startswith("The course needs Python 3.11 or newer, and ")
    assert f"old {'is 3.10' if version == '3.10' else version}: " in done.stdout
    assert "make learn PYTHON=python3.1" in done.stdout
    assert (done.stdout.count("\n"), done.stderr) == (1, "")


def test_an_environment_that_works_is_kept(clone):
    installed(clone)
    assert not venv(clone, "3.12")
    assert not venv(clone, "3.13", named="command line")
    (clone / ".venv").rename(clone / "elsewhere")
    (clone / ".venv").symlink_to("elsewhere")
    assert not venv(clone, "3.13")


def test_one_of_an_older_python_of_another_one_or_of_a_folder_that_was_moved_is_made_again(clone):
    assert venv(clone, "3.13")
    installed(clone, "3.10")
    assert venv(clone, "3.13")
    installed(clone, "3.12")
    assert venv(clone, "3.13", named="command line")
    installed(clone, at="/elsewhere")
    assert venv(clone, "3.13")


def test_pip_is_not_given_what_the_user_wants_for_other_projects(clone):
    theirs = {"PIP_REQUIRE_VIRTUALENV": "1", "PIP_USER": "1", "PIP_PREFIX": "/x"}
    theirs |= {"PIP_INDEX_URL": "https://index", "UV_REQUIRE_HASHES": "1"}
    new = python(clone / "python3")
    command = ["make", "UV=.kata/tools/bin/uv", "PYTHON=./python3", ".kata/tools/bin/uv"]
    subprocess.run(command, cwd=clone, env=os.environ | theirs, check=True)
    given = Path(f"{new}.env").read_text().splitlines()
    assert {"PIP_REQUIRE_VIRTUALENV=0", "PIP_USER=0", "PIP_INDEX_URL=https://index"} <= set(given)
    assert not [line for line in given if line.startswith(("PIP_PREFIX", "UV_REQUIRE_HASHES"))]
