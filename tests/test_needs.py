"""The table of what an exercise may need."""

import os

import pytest

from kata.needs import NEEDS, Need
from kata.services import SERVICES


def test_each_service_is_what_some_need_starts():
    assert {need.service for need in NEEDS.values()} - {""} == set(SERVICES)


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
