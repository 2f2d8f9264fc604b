"""The table of what an exercise may need."""

import os
import subprocess
import sys

import pytest

from kata import course
from kata.needs import NEEDS, Need

TEAPOT = """
import sys, types
from kata import needs

def status():
    from kata.services import Status
    return Status("teapot", "ready", "4.18", "/usr/bin/teapot", "")

needs.NEEDS["teapot"] = needs.Need("a real teapot", service="teapot")
sys.modules["kata.services.teapot"] = types.SimpleNamespace(status=status)
sys.argv = ["kata", "services"]
from kata.cli import main
main()
"""


def test_a_row_and_a_module_bring_a_server():
    done = subprocess.run(
        [sys.executable, "-c", TEAPOT], cwd=course.ROOT, capture_output=True, text=True, check=False
    )
    assert "teapot      ready     4.18    /usr/bin/teapot" in done.stdout, done.stderr


@pytest.mark.parametrize(
    ("platform", "user", "command"),
    [
        ("linux", 0, "apt-get install pgbouncer"),
        ("linux", 1000, "sudo apt-get install pgbouncer"),
        ("darwin", 501, "brew install pgbouncer"),
    ],
)
def test_what_installs_a_package_fits_the_machine(monkeypatch, platform, user, command):
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert NEEDS["pgbouncer"].install == command


def test_what_is_no_package_comes_with_the_course():
    assert Need("a server", service="valkey").install == "make learn"


def test_what_is_large_is_installed_when_a_learner_gets_there():
    assert NEEDS["s3"].install == "kata install s3"
