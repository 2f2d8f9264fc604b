"""How JupyterLab is started; starting it takes too long for here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kata.cli import lab
from kata.course import ROOT
from kata.learner import lesson_copies
from kata.services.base import ServiceProblem


@pytest.fixture(autouse=True)
def nothing_starts(monkeypatch):
    monkeypatch.setattr("kata.cli.prepare.everything", lambda: None)
    monkeypatch.setattr("kata.learner.lesson_copies.lay_out", lambda: [])


def test_it_begins_at_a_notebook_that_is_there():
    assert ROOT / lab.WELCOME in [copy for _, copy in lesson_copies.lessons()]
    assert f"--LabApp.default_url=/lab/tree/{lab.WELCOME}" in lab.options(8888, True, "localhost")


def test_no_browser_is_opened_where_there_is_none(monkeypatch):
    monkeypatch.setattr(lab.sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert "--no-browser" in lab.options(8888, True, "localhost")

    monkeypatch.setattr(lab, "has_browser", lambda: True)
    assert "--no-browser" not in lab.options(8888, True, "localhost")
    assert "--no-browser" in lab.options(8888, False, "localhost")


def test_nobody_is_asked_about_news():
    page = json.loads((lab.SETTINGS / "labconfig" / "page_config.json").read_text())
    assert page["disabledExtensions"]["@jupyterlab/apputils-extension:announcements"]


def test_settings_of_the_learner_are_kept(monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "/mine")
    assert lab.environment()["JUPYTER_CONFIG_PATH"].split(lab.os.pathsep) == [
        str(lab.SETTINGS),
        "/mine",
    ]


def test_what_is_missing_is_a_sentence(monkeypatch):
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    with pytest.raises(ServiceProblem, match="make lab"):
        lab.lab()


def test_sqlite_is_refused_before_anything_starts(monkeypatch):
    monkeypatch.setattr(lab, "find_spec", lambda name: object())
    monkeypatch.setenv("KATA_DATABASE_URL", "sqlite:////tmp/x.sqlite3")
    with pytest.raises(ServiceProblem, match="need PostgreSQL"):
        lab.lab()


def test_it_becomes_jupyterlab(monkeypatch):
    monkeypatch.setattr(lab, "find_spec", lambda name: object())
    monkeypatch.delenv("KATA_DATABASE_URL", raising=False)
    seen = []
    monkeypatch.setattr(lab.os, "execve", lambda *arguments: seen.append(arguments))
    lab.lab(port=9999)
    (_, command, environment) = seen[0]
    assert command[1:3] == ["-m", "jupyterlab"]
    assert "--ServerApp.port=9999" in command
    assert "DJANGO_ALLOW_ASYNC_UNSAFE" not in environment


def test_in_a_hub_it_becomes_the_server_of_one_user(monkeypatch):
    monkeypatch.setattr(lab, "find_spec", lambda name: object())
    monkeypatch.delenv("KATA_DATABASE_URL", raising=False)
    monkeypatch.setenv("JUPYTERHUB_SERVICE_URL", "http://127.0.0.1:4000/user/ada/")
    seen = []
    monkeypatch.setattr(lab.os, "execve", lambda *arguments: seen.append(arguments))
    lab.lab()
    (_, command, _) = seen[0]
    assert command[1:3] == ["-m", "jupyterhub.singleuser"]
    assert not [option for option in command if "port=" in option or "ip=" in option]


def test_lab_finds_the_extension_that_opens_an_exercise_beside_its_lesson():
    config = pytest.importorskip("jupyterlab_server.config")
    [option] = [o for o in lab.options(1, False, "x") if "extra_labextensions_path=" in o]
    found = config.get_federated_extensions([option.partition("=")[2]])["kata-beside"]
    assert (Path(found["ext_path"]) / found["jupyterlab"]["_build"]["load"]).is_file()
