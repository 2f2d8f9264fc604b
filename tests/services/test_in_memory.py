"""Clones lie in memory where there is enough, and whatever becomes of that, checks go on."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from kata.databases import clones
from kata.services import in_memory, postgres, register

pytestmark = pytest.mark.skipif(
    not in_memory.MEMORY.exists()
    or shutil.disk_usage(in_memory.MEMORY).free < in_memory.ROOM + 2**30,
    reason="there is not enough memory",
)


def place(home: Path) -> Path:
    found = (home / "postgres").stat()
    return in_memory.folder(found.st_dev, found.st_ino)


def files(home: Path) -> int:
    return sum(path.is_file() for path in place(home).rglob("*"))


def works() -> bool:
    with clones.scratch() as name, postgres.up().connect(name) as connection:
        return connection.execute("SELECT count(*) FROM discuss_tag").fetchone() == (0,)


def test_a_clone_lies_in_memory_and_the_templates_do_not(home: Path) -> None:
    with clones.scratch():
        assert files(home) > 200
    assert files(home) == 0
    assert works()
    postgres.down()
    assert not place(home).exists()
    assert works()


def test_a_small_memory_is_left_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_memory, "ROOM", 2**62)
    assert works()
    assert not place(home).exists()


def test_what_empties_memory_costs_a_restart(home: Path) -> None:
    clones.prepare_spare()
    shutil.rmtree(place(home))  # as some systems do when their user logs out
    assert works()
    clones.prepare_spare()
    assert works()


def kill_server(home: Path) -> None:
    """Kill all processes of the home's server."""
    for process in list(register.processes("postgres", lambda other: other == home / "postgres")):
        with suppress(ProcessLookupError):  # it ends with its parent
            os.kill(process.pid, signal.SIGKILL)


def test_a_restart_of_the_machine_costs_no_more(home: Path) -> None:
    assert works()
    clones.prepare_spare()
    kill_server(home)
    shutil.rmtree(place(home))
    assert works()


def test_a_killed_server_finds_its_clones_again(home: Path) -> None:
    name = clones.clone()
    with postgres.up().connect(name) as connection:
        connection.execute("INSERT INTO discuss_tag (name) VALUES ('sql')")
    kill_server(home)
    assert works()
    with postgres.up().connect(name) as connection:
        assert connection.execute("SELECT count(*) FROM discuss_tag").fetchone() == (1,)
    clones.drop(name)


def test_a_copy_of_a_server_has_memory_of_its_own(
    home: Path, new_home: Callable[[str], Path]
) -> None:
    clones.prepare_spare()
    spare = files(home)
    other = new_home("other")
    subprocess.run(["cp", "-Rp", home / "postgres", other / "postgres"], check=True)
    assert works()
    assert files(home) == spare


def test_what_a_killed_server_had_there_goes_with_its_home(home: Path) -> None:
    assert works()
    own = place(home)
    kill_server(home)
    assert own.exists()
    shutil.rmtree(home)
    register.sweep()
    assert not own.exists()


def test_what_a_server_had_there_goes_when_its_data_were_deleted(home: Path) -> None:
    clones.prepare_spare()
    own = place(home)
    shutil.rmtree(home / "postgres")
    assert works()
    assert not own.exists()
    assert place(home).exists()
