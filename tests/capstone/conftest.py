"""A tiny site that is judged as Slowbook is: its original, and a copy with faults."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kata.capstone import stack
from kata.capstone.gates import Side
from kata.capstone.requests import Response
from kata.capstone.subject import Subject
from kata.services import SERVICES
from tests.capstone.tiny import visits

TINY = Path(__file__).with_name("tiny")


@pytest.fixture(scope="package")
def home() -> Iterator[Path]:
    """A home of the course that no other test uses."""
    memory = Path("/dev/shm", Path(tempfile.gettempdir()).name)
    top = Path(tempfile.mkdtemp(prefix="kata-test-", dir=memory if memory.exists() else None))
    top.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KATA_DATABASE_URL", raising=False)
        patch.setenv("KATA_HOME", str(top / "home"))
        (top / "home").mkdir()
        yield top / "home"
        for service in SERVICES.values():
            service.down()
    shutil.rmtree(top)


@pytest.fixture(scope="package")
def tiny(home: Path) -> Subject:
    """The tiny site."""
    return Subject(TINY / "before", visits, visits.fill, (Path(visits.__file__),))


@pytest.fixture(scope="package")
def cluster(tiny: Subject) -> Path:
    """Its database."""
    return stack.database(tiny)


def project(folder: Path, *layers: str, **files: str) -> Path:
    """Return a project made of the original, layers over it, and files (a__b.c is a/b.c)."""
    for layer in ("before", *layers):
        shutil.copytree(TINY / layer, folder, dirs_exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@contextmanager
def serving(tree: Path, cluster: Path) -> Iterator[Side]:
    """Run a project, with everybody logged in."""
    with stack.running(tree, cluster) as site:
        side = Side(site, visits)
        assert side.log_in().passed
        yield side


@pytest.fixture(scope="package")
def original(tiny: Subject, cluster: Path) -> Iterator[Side]:
    """The original, which runs."""
    with serving(tiny.original, cluster) as side:
        yield side


@pytest.fixture(scope="package")
def expected(original: Side) -> list[Response]:
    """Its responses, before any test has written something."""
    return original.record(visits.RECORDED)


@pytest.fixture(scope="package")
def wrong(
    cluster: Path, expected: list[Response], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Side]:
    """The copy with faults, which runs."""
    with serving(project(tmp_path_factory.mktemp("wrong"), "wrong"), cluster) as side:
        yield side


@pytest.fixture
def fault(wrong: Side) -> Iterator[Callable[[str], None]]:
    """What gives the copy a fault, until the end of a test."""
    file = Path(wrong.stack.environment["SLOWBOOK_FILES"]) / "fault"
    yield lambda name: file.write_text(name) and None
    file.unlink(missing_ok=True)
