"""Servers of their own for the tests, in folders that are gone afterwards."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kata.services import SERVICES, postgres


def _fastest_folder() -> str | None:
    """Each server is a thousand files: memory has them four times as fast as a disk."""
    memory = Path("/dev/shm", Path(tempfile.gettempdir()).name)  # of this run, where it has one
    return str(memory) if memory.exists() else None


@pytest.fixture
def new_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Path]]:
    """A function that makes an empty home of a given name and makes it the current one.

    Not below tmp_path: only root can enter that, which is a case of its own.
    """
    monkeypatch.delenv("KATA_DATABASE_URL", raising=False)
    top = Path(tempfile.mkdtemp(prefix="kata-test-", dir=_fastest_folder())).resolve()
    top.chmod(0o755)
    homes = []

    def make(name: str) -> Path:
        home = top / name
        home.mkdir(parents=True)
        homes.append(home)
        monkeypatch.setenv("KATA_HOME", str(home))
        return home

    yield make
    for home in homes:
        monkeypatch.setenv("KATA_HOME", str(home))
        monkeypatch.delenv("KATA_DATABASE_URL", raising=False)
        for service in SERVICES.values():
            service.down()
    shutil.rmtree(top)


@pytest.fixture(scope="session")
def first_start() -> Iterator[Path]:
    """The files of a server that was started once and stopped, to copy: a first start is slow."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KATA_DATABASE_URL", raising=False)
        top = Path(tempfile.mkdtemp(prefix="kata-test-", dir=_fastest_folder())).resolve()
        top.chmod(0o755)
        patch.setenv("KATA_HOME", str(top))
        postgres.up()
        postgres.down()
        yield top / "postgres"
        shutil.rmtree(top)


@pytest.fixture
def home(new_home: Callable[[str], Path], first_start: Path) -> Path:
    """A home of the course with a server that is stopped."""
    home = new_home("home")
    subprocess.run(["cp", "-Rp", first_start, home / "postgres"], check=True)
    return home
