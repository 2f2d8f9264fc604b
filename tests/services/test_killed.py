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
from kata.services import in_memory, places, postgres, valkey

MOMENTS = (0.1, 0.4, 0.7, 1.0, 1.4, 2.0)  # seconds, from the first import to the verdict
WITH_SERVERS = ("pgbouncer_ini", "connections_of_workers", "gunicorn_conf", "balance", "router")
WITH_SERVERS += ("uploads",)
ROUNDS = 17
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


def kill(environment: dict[str, str], moment: float, *commands: tuple[str, ...]) -> None:
    """Start commands in terminals of their own, and kill all of them after a while."""
    started = []
    for arguments in commands:
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(course.ROOT)
            os.execve(sys.executable, [*KATA, *arguments], environment)
        os.set_blocking(terminal, False)
        started.append((pid, terminal))
    limit = time.monotonic() + moment
    while time.monotonic() < limit:
        for _, terminal in started:
            with suppress(OSError):  # nothing to read yet, or the command has ended
                os.read(terminal, 65536)
        time.sleep(0.01)
    for pid, terminal in started:
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
            kill(environment, moment, arguments)
    assert left_at_last(environment, tmp_path) == []


def test_a_hundred_killed_checks_of_all_servers_leave_nothing(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """Six at a time, each with servers of its own; the object storage is one for all."""
    begin = time.monotonic()
    for exercise in WITH_SERVERS:
        assert run(environment, "check", exercise).returncode == 1
    longest = (time.monotonic() - begin) / 2  # all at once, on a machine of two cores
    assert left(tmp_path) + left_of_servers() == []
    seen = set()
    for round_ in range(ROUNDS):
        kill(environment, longest * (round_ + 1) / ROUNDS, *(("check", it) for it in WITH_SERVERS))
        seen |= {found.partition(" ")[0] for found in left_of_servers()}
    assert seen >= {"folder", "process"}  # else they were killed before a server had started
    assert left_at_last(environment, tmp_path) == []


def left_at_last(environment: dict[str, str], tmp_path: Path) -> list[str]:
    """Return what is left when the next command has ended, and the one after it."""
    limit = time.monotonic() + PATIENCE  # what notices its parent's end cleans up by itself
    while True:
        run(environment, "check", "feed")
        if not (found := left(tmp_path) + left_of_servers()) or time.monotonic() > limit:
            return found


def left_of_servers() -> list[str]:
    """Return the folders of servers that belong to a check, and the processes that run there."""
    homes = [places.own_folder(name) for name in ("gunicorn", "nginx")]
    homes += [places.reachable_folder(name) for name in ("pgbouncer", "replica")]
    folders = {each for home in homes for each in (*home.glob("kata_*"), *in_memory.folders(home))}
    found = [f"folder {each}" for each in folders]
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if folders & {Path(process.cwd()), *Path(process.cwd()).parents}:
                found.append(f"process {process.pid}: {process.cmdline()}")
    return found


def test_a_killed_start_of_the_servers_is_no_obstacle_to_the_next(
    environment: dict[str, str], home: Path, tmp_path: Path
) -> None:
    for moment in MOMENTS:
        kill(environment, moment, ("services", "up"))
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
