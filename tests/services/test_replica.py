"""A primary and a standby of a check's own: behind when it shall be, and gone afterwards."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from kata import owner
from kata.databases import clones, pairs
from kata.services import SERVICES, ServiceProblem, places, postgres_files, register, replica
from tests.services.test_postgres import NOBODY, as_nobody, as_root

PROJECT = Path(replica.__file__).resolve().parents[2]
WAIT = "SELECT pg_is_in_recovery()"


def left() -> list[str]:
    """Return the folders of checks; the cluster that they copy stays."""
    return [path.name for path in places.reachable_folder(replica.NAME).glob("kata_*")]


def servers() -> list[psutil.Process]:
    """Return the servers, and their children, that live in the folders of this home."""
    place = places.reachable_folder(replica.NAME)
    return list(register.processes(replica.PROGRAM, lambda folder: place in folder.parents))


@pytest.fixture(scope="session")
def made(first_start: Path) -> Iterator[Path]:
    """The cluster that checks copy, made once: that takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KATA_HOME", str(first_start.parent))
        yield clones.cluster()
        replica.down()


@pytest.fixture
def home(home: Path, made: Path) -> Path:
    """A home of the course in which that cluster is made already."""
    subprocess.run(["cp", "-Rp", made.parent, places.reachable_folder(replica.NAME)], check=True)
    return home


def test_the_standby_follows_and_falls_behind(home: Path) -> None:
    with pairs.serving() as pair:
        assert not pair.primary.ask(WAIT)
        assert pair.standby.ask(WAIT)
        pair.primary.ask("CREATE TABLE one AS SELECT 1 AS number")
        pair.catch_up()
        pair.pause()
        pair.primary.ask("UPDATE one SET number = 2")
        assert pair.standby.ask("SELECT number FROM one") == 1
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            pair.standby.ask("UPDATE one SET number = 3")
        pair.resume()
        assert pair.standby.ask("SELECT number FROM one") == 2
        pair.stop()
        with pytest.raises(psycopg.OperationalError):
            pair.standby.ask(WAIT)
        pair.primary.ask("UPDATE one SET number = 4")
        pair.start()
        pair.catch_up()
        assert pair.standby.ask("SELECT number FROM one") == 4
        pair.delay(100_000)
        pair.primary.ask("UPDATE one SET number = 5")
        assert pair.standby.ask("SELECT number FROM one") == 4
        pair.delay(0)
        pair.catch_up()
        assert left()
    assert not left()
    assert not servers()


def test_django_reads_from_one_and_writes_to_the_other(
    home: Path, django_db_blocker: object
) -> None:
    from django.db import connections

    from arena.accounts.models import User

    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        pairs.serving() as pair,
        pairs.using(pair),
    ):
        User.objects.create(username="ann")
        pair.catch_up()
        pair.pause()
        User.objects.create(username="bob")
        names = User.objects.order_by("pk").values_list("username", flat=True)
        assert list(names) == ["ann", "bob"]
        assert list(names.using("replica")) == ["ann"]
    assert "replica" not in connections.settings


def test_two_at_once_do_not_meet(home: Path) -> None:
    with pairs.serving() as one, pairs.serving() as other:
        one.primary.ask("CREATE TABLE mine ()")
        one.catch_up()
        other.catch_up()
        assert one.standby.ask("SELECT to_regclass('mine')::text") == "mine"
        assert other.standby.ask("SELECT to_regclass('mine')::text") is None


def test_what_a_killed_process_leaves_is_ended(home: Path) -> None:
    clones.cluster()
    code = """
import os, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arena.settings")
from kata.databases import pairs
with pairs.serving():
    print("ready", flush=True)
    time.sleep(60)
"""
    for end in (lambda: owner.sweep() or register.sweep(), replica.down):
        command = [sys.executable, "-c", code]
        process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert servers()
        end()
        limit = time.monotonic() + 10
        while servers():  # a child of a killed server ends a moment later
            assert time.monotonic() < limit
            time.sleep(0.01)
        assert not list(places.reachable_folder(replica.NAME).glob("kata_*"))
    assert not places.reachable_folder(replica.NAME).exists()


def test_is_ready_wherever_postgresql_is(monkeypatch: pytest.MonkeyPatch) -> None:
    status = SERVICES["replica"].status()
    assert (status.name, status.state, status.remedy) == ("replica", "ready", "")
    assert status.version.startswith("18.")
    monkeypatch.setattr(postgres_files, "package_folder", lambda name: None)
    assert replica.status().state == "missing"
    assert "make learn" in replica.status().remedy


def test_says_what_to_do_when_it_has_no_place(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").touch()
    monkeypatch.setattr(places, "reachable_folder", lambda _: home / "file" / "below")
    with pytest.raises(ServiceProblem, match="set KATA_HOME"), pairs.serving():
        pass


@pytest.mark.parametrize("name", ["ä 'b' \"c\" \\ %20?host=x;#,d = e", "long/" * 30])
def test_works_in_a_folder_with_any_name(new_home: Callable[[str], Path], name: str) -> None:
    new_home(name)
    with pairs.serving() as pair:
        pair.primary.ask("CREATE TABLE mine ()")
        pair.catch_up()
        assert pair.standby.ask("SELECT to_regclass('mine')::text") == "mine"


@as_root
def test_an_ordinary_user_needs_nothing_from_root(new_home: Callable[[str], Path]) -> None:
    os.chown(new_home("home"), NOBODY, NOBODY)

    def use() -> bool:
        # Empty: migrations would start a Python, which may be root's alone.
        with replica.serving(replica.cluster("empty", lambda _: None)) as pair:
            works = bool(pair.standby.ask(WAIT))
        replica.down()
        return works

    assert as_nobody(use) is True
