"""Temporary folders of a run's own, and a look at its end whether anything is left of it."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from kata.services import register

PATIENCE = 10  # seconds: what was told to end a moment ago may still be at it


@pytest.fixture(scope="session", autouse=True)
def nothing_is_left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """At the end no process, folder or server of a test is there.

    The run has a temporary folder of its own, so that another run changes nothing here.
    """
    results = tmp_path_factory.getbasetemp()  # pytest keeps those of the latest runs
    with pytest.MonkeyPatch.context() as patch:
        top = Path(tempfile.mkdtemp(prefix="kata-test-"))
        top.chmod(0o1777)
        memory = Path("/dev/shm", top.name)
        with suppress(OSError):
            if shutil.disk_usage(memory.parent).free > 4 * 2**30:
                memory.mkdir()
        patch.setenv("TMPDIR", str(top))
        patch.setattr(tempfile, "tempdir", str(top))
        yield
        register.sweep()
        places = [top, memory, results]
        limit = time.monotonic() + PATIENCE
        while (left := [*_processes(places), *_folders(places)]) and time.monotonic() < limit:
            time.sleep(0.1)
        shutil.rmtree(memory, ignore_errors=True)
        shutil.rmtree(top)
        assert left == []


def _processes(places: list[Path]) -> Iterator[str]:
    """Yield what runs in a folder of this run, even in a deleted one, or has been started by it."""
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            ours = process.pid != os.getpid() and (
                _is_in(Path(process.cwd()), places)
                or process.environ().get("TMPDIR") == str(places[0])
            )
            if ours:
                yield f"{process.pid}: {process.cmdline()}"


def _folders(places: list[Path]) -> Iterator[str]:
    """Yield temporary folders, and what servers of this run have elsewhere."""
    top, memory, _ = places
    yield from map(str, (*top.iterdir(), *(memory.iterdir() if memory.exists() else ())))
    for record in register.records():
        if _is_in(Path(record.home), places):
            beside = [path for path in (record.folder, record.sockets) if Path(path).exists()]
            yield from (path for path in beside if not _is_in(Path(path), places))


def _is_in(path: Path, places: list[Path]) -> bool:
    return any(path.is_relative_to(place) for place in places)
