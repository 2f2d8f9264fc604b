"""A server ends when its home, its folder or its process is gone, and leaves nothing."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from kata import owner
from kata.services import places, postgres, register, shared_memory, valkey
from tests.services.test_postgres import as_root, has_ended, postmaster

PROJECT = Path(postgres.__file__).resolve().parents[2]


def servers(home: Path) -> list[register.Record]:
    return [record for record in register.records() if record.home == str(home)]


def segments(data: Path) -> list[str]:
    """Return what a server has in shared memory."""
    found = data.stat()
    ours = []
    for segment in shared_memory._segments():
        if segment.size == shared_memory._HEADER.size:
            _, _, _, _, control, _, *folder = shared_memory._HEADER.unpack(
                shared_memory._read(segment)
            )
            if folder == [found.st_dev, found.st_ino]:
                file = Path(f"/dev/shm/PostgreSQL.{control}")
                ours += [str(segment.number), *([str(file)] if file.exists() else [])]
                ours += [
                    str(other.number)
                    for other in shared_memory._segments()
                    if other.key in {control, 2**32 - control}
                ]
    return ours


def exist(names: list[str]) -> list[str]:
    numbers = {str(segment.number) for segment in shared_memory._segments()}
    return [name for name in names if name in numbers or Path(name).exists()]


def test_a_server_whose_folder_was_deleted_is_ended(home: Path) -> None:
    postgres.up()
    valkey.up()
    [cache] = register.processes(valkey.PROGRAM, lambda other: other.is_relative_to(home))
    database = postmaster(home)
    before = segments(home / "postgres")
    register.sweep()
    assert not has_ended(database)
    assert len(servers(home)) == 2

    shutil.rmtree(home)
    register.sweep()
    assert has_ended(database)
    assert has_ended(cache.pid)
    assert servers(home) == []
    assert exist(before) == []


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists shared memory")
@pytest.mark.parametrize("kind", ["posix", "sysv"])
def test_the_shared_memory_of_a_killed_server_goes_with_its_folder_or_with_down(
    home: Path, kind: str
) -> None:
    with (home / "postgres" / "postgresql.conf").open("a") as settings:
        settings.write(f"dynamic_shared_memory_type = {kind}\n")
    for end in (postgres.down, lambda: shutil.rmtree(home)):
        postgres.up()
        before = segments(home / "postgres")
        assert len(before) == 2
        killed = psutil.Process(postmaster(home))
        killed.kill()
        register.end(postgres.SERVER.program, home / "postgres")
        assert exist(before) == before
        end()
        register.sweep()
        assert exist(before) == []


def test_a_socket_that_is_elsewhere_goes_with_its_server(
    new_home: Callable[[str], Path],
) -> None:
    home = new_home("long/" * 40)
    sockets = Path(postgres.up().host)
    assert not sockets.is_relative_to(home)
    postgres.down()
    assert not sockets.exists()
    postgres.up()
    shutil.rmtree(home)
    register.sweep()
    assert not sockets.exists()


@as_root
def test_a_folder_that_root_has_elsewhere_goes_with_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "mine" / "home"
    home.mkdir(parents=True)
    home.chmod(0o700)
    monkeypatch.setenv("KATA_HOME", str(home))
    data = Path(postgres.status().where)
    assert data.parent == places.SHARED
    postgres.up()
    pid = int((data / "postmaster.pid").read_text().split()[0])
    register.sweep()
    assert not has_ended(pid)
    shutil.rmtree(home)
    register.sweep()
    assert has_ended(pid)
    assert not data.exists()


def test_a_pgbouncer_goes_with_the_process_that_started_it(home: Path) -> None:
    postgres.up()
    code = """
import sys, time
from kata.services import pgbouncer, postgres
write = pgbouncer.configuration({"arena": postgres.up().url("postgres")})
with pgbouncer.serving(write) as bouncer:
    print(bouncer.pid, flush=True)
    time.sleep(60)
"""
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    pid = int(process.stdout.readline())
    register.sweep()
    assert not has_ended(pid)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    register.sweep()
    assert has_ended(pid)
    assert list((home / "pgbouncer").iterdir()) == []


def test_a_damaged_register_stops_nothing(home: Path) -> None:
    valkey.up()
    for text in ("", "{}", "[1", '{"program": 1}'):
        for sweep in (register.sweep, lambda: None):
            register._file(home / "valkey").write_text(text)
            sweep()
            assert valkey.up()
            assert len(servers(home)) == 1


def test_a_sweep_goes_on_when_another_process_has_just_forgotten_a_server(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    valkey.up()
    ours = register._file(home / "valkey")
    gone = ours.with_name(f"{'0' * 12}.json")
    monkeypatch.setattr(register, "_entries", lambda: [(gone, None), (ours, None)])
    register.sweep()
    assert not ours.exists()


def note(home: Path, monkeypatch: pytest.MonkeyPatch, belongs_to: str = "") -> tuple[Path, Path]:
    """Note a server that does not run yet; return its record and the folder of its socket."""
    folder, sockets = home / "valkey", home.with_name("sockets")
    for path in (folder, sockets):
        path.mkdir(parents=True)
    monkeypatch.setenv("KATA_HOME", str(home))
    register.note(valkey.PROGRAM, folder, sockets, belongs_to)
    return register._file(folder), sockets


def test_a_server_that_has_not_started_goes_with_its_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, sockets = note(tmp_path / "home", monkeypatch)
    shutil.rmtree(tmp_path / "home")
    register.sweep()
    assert not file.exists()
    assert not sockets.exists()


def test_a_server_that_has_not_started_in_a_hidden_home_has_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, sockets = note(tmp_path / "home", monkeypatch)
    record = json.loads(file.read_text())
    file.write_text(json.dumps({**record, "device": record["device"] + 1}))
    (tmp_path / "home").rename(tmp_path / "hidden")
    register.sweep()
    assert sockets.exists()
    a_while_ago = time.time() - register.START_LIMIT
    os.utime(file, (a_while_ago, a_while_ago))
    register.sweep()
    assert not file.exists()
    assert not sockets.exists()


def test_a_server_of_a_process_lasts_as_long_as_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, sockets = note(tmp_path / "home", monkeypatch, owner.new_name())
    shutil.rmtree(tmp_path / "home")
    register.sweep()
    assert file.exists()
    assert sockets.exists()
    register.forget(tmp_path / "home" / "valkey")
