"""Each check has a PgBouncer of its own, or one sentence with the command that installs it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from kata.databases import backend
from kata.services import (
    SERVICES,
    ServiceMissing,
    ServiceProblem,
    fleeting,
    pgbouncer,
    places,
    postgres,
    register,
)
from tests.services.test_postgres import NOBODY, as_nobody, as_root

PROJECT = Path(pgbouncer.__file__).resolve().parents[2]


@contextmanager
def bouncing(url: str, **settings: object) -> Iterator[pgbouncer.Bouncer]:
    with pgbouncer.serving(pgbouncer.configuration({"arena": url}, **settings)) as bouncer:
        yield bouncer


def backend_pid(connection: "psycopg.Connection[Any]") -> int:
    row = connection.execute("SELECT pg_backend_pid()").fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(fleeting, "FOLDERS", ())


def test_importing_costs_little() -> None:
    code = (
        "import sys; from kata.services import pgbouncer; pgbouncer.up();"
        "print({'psutil', 'psycopg', 'filelock'} & set(sys.modules))"
    )
    command = [sys.executable, "-c", code]
    assert subprocess.check_output(command, cwd=PROJECT, text=True) == "set()\n"


def test_clients_share_the_connections_of_a_pool(home: Path) -> None:
    url = postgres.up().url("postgres")
    with bouncing(url, pool_mode="transaction", default_pool_size=1) as bouncer:
        with bouncer.connect("arena") as one, bouncer.connect("arena", "anybody") as other:
            assert backend_pid(one) == backend_pid(other)
            [pool] = [row for row in bouncer.show("POOLS") if row["database"] == "arena"]
            assert (pool["cl_active"], pool["sv_idle"]) == (2, 1)
        settings = {row["key"]: row["value"] for row in bouncer.show("CONFIG")}
        assert settings["default_pool_size"] == "1"


def test_django_connects_through_it(home: Path, django_db_blocker: Any) -> None:
    from django.db.backends.postgresql.base import DatabaseWrapper

    from arena.settings import database

    with bouncing(postgres.up().url("postgres"), pool_mode="transaction") as bouncer:
        defaults = {"TIME_ZONE": None, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False}
        settings = {"AUTOCOMMIT": True, **defaults, **database(bouncer.url("arena"))}
        connection = DatabaseWrapper(settings, "bounced")
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("SELECT %s::int + 1", [1])
            assert cursor.fetchone() == (2,)
        connection.close()


def test_it_ends_with_its_block_and_leaves_nothing(home: Path) -> None:
    with pytest.raises(ZeroDivisionError), bouncing(postgres.up().url("postgres")) as bouncer:
        assert psutil.Process(bouncer.pid).name() == "pgbouncer"
        assert Path(bouncer.host).exists()
        raise ZeroDivisionError
    assert not psutil.pid_exists(bouncer.pid)
    assert not list(places.reachable_folder("pgbouncer").iterdir())


def test_what_a_killed_process_leaves_is_ended_by_down(home: Path) -> None:
    postgres.up()
    code = """
import time
from kata.services import pgbouncer, postgres
write = pgbouncer.configuration({"arena": postgres.up().url("postgres")})
with pgbouncer.serving(write) as bouncer:
    print(bouncer.pid, flush=True)
    time.sleep(60)
"""
    command = [sys.executable, "-c", code]
    process = subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    left = psutil.Process(int(process.stdout.readline()))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert left.is_running()
    SERVICES["pgbouncer"].down()
    deadline = time.monotonic() + 10
    while not register.has_ended(left):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert not places.reachable_folder("pgbouncer").exists()
    SERVICES["pgbouncer"].down()


@pytest.mark.parametrize("name", ["ä 'b' \"c\" \\ %20?host=x;#,d = e", "long/" * 30])
def test_works_in_a_folder_with_any_name(new_home: Callable[[str], Path], name: str) -> None:
    new_home(name)
    with bouncing(postgres.up().url("postgres")) as bouncer:
        host = Path(bouncer.host)
        with bouncer.connect("arena") as connection:
            assert backend_pid(connection)
    assert not host.exists()


def test_logs_in_to_a_server_with_a_password() -> None:
    url = "postgresql://me:it's@db.example:5433/a%20b?sslmode=require&connect_timeout=3"
    write = pgbouncer.configuration({"arena": url}, pool_mode="session")
    lines = write(Path("/sockets")).splitlines()
    assert lines[1].split("=", 1)[0] == "arena "
    assert lines[1].split("= ", 1)[1] == (
        "user='me' password='it''s' dbname='a b' host='db.example' port='5433'"
    )
    assert {"server_tls_sslmode = require", "unix_socket_dir = /sockets"} < set(lines)
    assert lines[-1] == "pool_mode = session"


@pytest.mark.parametrize(
    "line", ["nonsense = 1", "pool_mode = often", "listen_port = 7777", "[databases]\nx = y z"]
)
def test_a_configuration_that_it_refuses_is_shown_with_its_words(home: Path, line: str) -> None:
    write = pgbouncer.configuration({})
    with (
        pytest.raises(pgbouncer.ConfigurationRefused) as refused,
        pgbouncer.serving(lambda folder: f"{write(folder)}{line}\n"),
    ):
        pass
    assert refused.value.log
    assert not any(line.startswith("20") for line in refused.value.log)


def test_one_that_listens_elsewhere_is_said_to_run(home: Path) -> None:
    write = pgbouncer.configuration({}, listen_port=6433)
    with (
        pytest.raises(pgbouncer.ConfigurationRefused, match="runs with this configuration"),
        pgbouncer.serving(write),
    ):
        pass


def test_is_ready_where_it_is_installed() -> None:
    status = SERVICES["pgbouncer"].status()
    assert (status.name, status.state, status.remedy) == ("pgbouncer", "ready", "")
    assert status.version.startswith("1.")


def test_is_found_where_an_ordinary_user_does_not_look(monkeypatch: pytest.MonkeyPatch) -> None:
    program = pgbouncer.up()
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(fleeting, "FOLDERS", (str(program.parent),))
    assert pgbouncer.up() == program


@pytest.mark.usefixtures("missing")
def test_without_it_one_sentence_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    for platform, command in (("linux", "apt-get install"), ("darwin", "brew install")):
        monkeypatch.setattr(sys, "platform", platform)
        with pytest.raises(ServiceMissing, match=f"{command} pgbouncer`"):
            pgbouncer.up()
        status = pgbouncer.status()
        assert status.state == "missing"
        assert f"{command} pgbouncer" in status.remedy
    monkeypatch.undo()


@pytest.mark.usefixtures("missing")
def test_without_it_its_exercises_are_skipped_before_anything_is_made() -> None:
    with pytest.raises(ServiceMissing, match="install pgbouncer"), backend.scratch(["pgbouncer"]):
        pass


def test_says_what_to_do_when_it_has_no_place(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").touch()
    monkeypatch.setattr(places, "reachable_folder", lambda _: home / "file" / "below")
    with pytest.raises(ServiceProblem, match="set KATA_HOME"), bouncing("postgresql:///x"):
        pass


@as_root
def test_root_runs_it_as_somebody_else(home: Path) -> None:
    with bouncing(postgres.up().url("postgres")) as bouncer:
        uids = psutil.Process(bouncer.pid).uids()
    assert uids.real != 0
    assert uids.effective == places.system_account().uid


@as_root
def test_an_ordinary_user_needs_nothing_from_root(new_home: Callable[[str], Path]) -> None:
    os.chown(new_home("home"), NOBODY, NOBODY)

    def use() -> bool:
        with bouncing(postgres.up().url("postgres")) as bouncer, bouncer.connect("arena") as one:
            works = backend_pid(one) > 0
        postgres.down()
        return works

    assert as_nobody(use) is True
