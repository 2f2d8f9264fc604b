"""Commands that are killed in the middle: the next one finds and removes all that they left."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from kata import course
from kata.services import postgres, valkey

MOMENTS = (0.1, 0.4, 0.7, 1.0, 1.4, 2.0)  # seconds, from the first import to the verdict
KATA = [sys.executable, "-m", "kata"]
PATIENCE = 20  # seconds


@pytest.fixture
def environment(home: Path, tmp_path: Path) -> dict[str, str]:
    """What a command is started with: a temporary folder of its own shows what is left in it."""
    own = {"KATA_HOME": str(home), "TMPDIR": str(tmp_path), "COLUMNS": "80", "LINES": "40"}
    return {**os.environ, **own}


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*KATA, *arguments],
        cwd=course.ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def kill(environment: dict[str, str], moment: float, *arguments: str) -> None:
    """Start a command in a terminal of its own, and kill it after a while."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(course.ROOT)
        os.execve(sys.executable, [*KATA, *arguments], environment)
    os.set_blocking(terminal, False)
    limit = time.monotonic() + moment
    while time.monotonic() < limit:
        with suppress(OSError):  # nothing to read yet, or the command has ended
            os.read(terminal, 65536)
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(terminal)


def left(tmp_path: Path) -> list[str]:
    """Return what commands have left: processes, folders, databases and roles."""
    found = [str(path) for path in tmp_path.iterdir() if path.name.startswith("kata_")]
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get("TMPDIR") == str(tmp_path):
                found.append(f"{process.pid}: {process.cmdline()}")
    with postgres.up().connect() as connection:
        for table, name in (("pg_database", "datname"), ("pg_roles", "rolname")):
            rows = connection.execute(f"SELECT {name} FROM {table} WHERE {name} ~ '^kata_'")
            found += [str(row[0]) for row in rows]
    return found


def test_checks_and_watches_leave_nothing_for_the_command_after_next(
    environment: dict[str, str], tmp_path: Path
) -> None:
    assert run(environment, "check", "pgbouncer_ini").returncode == 1
    assert left(tmp_path) == []
    for moment in MOMENTS:
        for arguments in (("check", "pgbouncer_ini"), ("feed",)):
            kill(environment, moment, *arguments)
    limit = time.monotonic() + PATIENCE  # what notices its parent's end cleans up by itself
    while True:
        run(environment, "check", "feed")
        if not (found := left(tmp_path)) or time.monotonic() > limit:
            break
    assert found == []


def test_a_killed_start_of_the_servers_is_no_obstacle_to_the_next(
    environment: dict[str, str], home: Path, tmp_path: Path
) -> None:
    for moment in MOMENTS:
        kill(environment, moment, "services", "up")
        assert run(environment, "services", "up").returncode == 0
        assert run(environment, "services", "down").returncode == 0
    assert left(tmp_path) == []
    running = [
        process
        for process in psutil.process_iter(["name", "cwd"])
        if process.info["name"] == valkey.PROGRAM
        and Path(process.info["cwd"] or "/").is_relative_to(home)
    ]
    assert running == []
