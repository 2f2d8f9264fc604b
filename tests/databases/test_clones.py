"""A fresh database for each check, a large one that nobody can change, and nothing half-made."""

import multiprocessing
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from arena import seed
from kata import owner
from kata.databases import clones
from kata.services import ServiceProblem, postgres

PROJECT = Path(clones.__file__).resolve().parents[2]
FORK = multiprocessing.get_context("fork")


@pytest.fixture(scope="module", autouse=True)
def server() -> Iterator[postgres.Server]:
    """One server for all tests here, in memory where there is enough."""
    memory = Path("/dev/shm", Path(tempfile.gettempdir()).name)  # of this run, where it has one
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("KATA_DATABASE_URL", raising=False)
        home = Path(tempfile.mkdtemp(prefix="kata-test-", dir=memory if memory.exists() else None))
        home.chmod(0o755)
        patch.setenv("KATA_HOME", str(home))
        yield postgres.up()
        postgres.down()
        shutil.rmtree(home)


@pytest.fixture
def small_world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let a large world be one row, and return a file with a letter for each time it is made."""
    diary = tmp_path / "made"
    diary.touch()

    def fill(url: str, progress: clones.Progress | None = None) -> None:
        with diary.open("a") as file:
            file.write("x")
        with psycopg.connect(url) as connection:
            connection.execute("INSERT INTO discuss_tag (name) VALUES ('sql')")
        time.sleep(0.2)
        if progress:
            progress("ready", 1.0)

    monkeypatch.setattr(seed, "seed", fill)
    monkeypatch.setattr(seed, "version", lambda: f"test{time.time_ns()}")
    version = seed.version()
    monkeypatch.setattr(seed, "version", lambda: version)
    return diary


def tags(name: str) -> int:
    with postgres.up().connect(name) as connection:
        row = connection.execute("SELECT count(*) FROM discuss_tag").fetchone()
    assert row
    return row[0]


def exists(name: str) -> bool:
    return bool(clones._names(name))


class TestClones:
    def test_are_migrated_empty_and_apart(self) -> None:
        with clones.scratch() as one, clones.scratch() as other:
            with postgres.up().connect(one) as connection:
                connection.execute("INSERT INTO discuss_tag (name) VALUES ('sql')")
                connection.execute("DROP TABLE discuss_like CASCADE")
            assert (tags(one), tags(other)) == (1, 0)
            with postgres.up().connect(other) as connection:
                assert connection.execute("SELECT * FROM discuss_like").fetchall() == []
        with clones.scratch() as later:
            assert tags(later) == 0
        assert not exists("kata_")

    def test_are_dropped_under_those_who_still_use_them(self) -> None:
        name = clones.clone()
        with postgres.up().connect(name) as connection:
            clones.drop(name)
            with pytest.raises(psycopg.OperationalError):
                connection.execute("SELECT 1")
        clones.drop(name)

    def test_can_be_made_by_several_processes_at_once(self) -> None:
        with FORK.Pool(4) as pool:
            names = pool.starmap(clones.clone, [()] * 8)
        assert len(set(names)) == 8
        for name in names:
            clones.drop(name)

    def test_of_a_killed_process_are_swept_and_others_are_not(self) -> None:
        code = (
            "import os; from kata.databases.clones import clone;"
            "print(clone()); os.kill(os.getpid(), 9)"
        )
        killed = subprocess.run(
            [sys.executable, "-uc", code], cwd=PROJECT, capture_output=True, text=True, check=False
        ).stdout.strip()
        ours = clones.clone()
        reused = re.sub(r"^(kata_\d+_)\d+", r"\g<1>1", ours)  # our pid, born at another time
        elsewhere = re.sub(r"_[0-9a-f]{6}_", "_ffffff_", reused)
        theirs = "kata_production"
        for name in (reused, elsewhere, theirs):
            clones._run(f"CREATE DATABASE {name}")
        assert sorted(clones.sweep()) == sorted([killed, reused])
        assert exists(ours)
        assert exists(elsewhere)
        assert exists(theirs)
        for name in (ours, elsewhere, theirs):
            clones.drop(name)

    def test_take_the_spare_that_was_prepared(self, monkeypatch: pytest.MonkeyPatch) -> None:
        clones.prepare_spare()
        clones.prepare_spare()
        assert len(clones._names("arena_spare_")) == 1
        monkeypatch.setattr(clones, "COPY", "this would fail")
        with clones.scratch() as name:
            assert tags(name) == 0
        assert not exists("arena_spare_")

    def test_leave_a_spare_of_other_migrations_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        clones.prepare_spare()
        [spare] = clones._names("arena_spare_")
        monkeypatch.setattr(clones, "schema", lambda: "other")
        monkeypatch.setattr(clones, "migrate", lambda url: None)
        with clones.scratch():
            assert exists(spare)
        assert clones.sweep() == [spare]
        clones.drop(clones.template())


class TestTemplate:
    def test_is_made_once_and_again_after_a_killed_run(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        migrated = []
        monkeypatch.setattr(clones, "schema", lambda: "another")
        monkeypatch.setattr(clones, "migrate", migrated.append)
        clones._run("CREATE DATABASE arena_empty_another_new")
        assert clones.template() == clones.template() == "arena_empty_another"
        assert len(migrated) == 1
        assert not exists("arena_empty_another_new")
        clones.drop("arena_empty_another")

    def test_says_in_a_sentence_that_the_migrations_fail(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(clones, "schema", lambda: "broken")
        migrate = clones.migrate
        monkeypatch.setattr(clones, "migrate", lambda url: migrate(url + "&sslmode=nonsense"))
        with pytest.raises(ServiceProblem, match=r"migrations fail.*sslmode"):
            clones.template()
        assert clones._names("arena_empty_broken") == ["arena_empty_broken_new"]
        clones.drop("arena_empty_broken_new")


class TestLarge:
    def test_is_made_once_by_processes_that_want_it_at_once(self, small_world: Path) -> None:
        said: list[str] = []
        with FORK.Pool(3) as pool:
            names = pool.starmap_async(clones.large, [()] * 3)
            time.sleep(0.1)
            mine = clones.large(lambda sentence, share: said.append(sentence))
            assert set(names.get()) == {mine}
        assert small_world.read_text() == "x"
        assert said in ([], ["ready"], ["Waiting for another process that prepares the databases"])
        assert tags(mine) == 1

    def test_of_an_older_version_is_dropped(
        self, small_world: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = clones.large()
        monkeypatch.setattr(seed, "version", lambda: "newer")
        new = clones.large()
        assert not exists(old)
        assert tags(new) == 1

    @pytest.mark.parametrize(
        "damage",
        [
            "DROP TABLE discuss_like",
            "TRUNCATE discuss_tag CASCADE",
            "ALTER TABLE discuss_like DROP CONSTRAINT one_like_per_person",
            "INSERT INTO discuss_tag (name) SELECT i::text FROM generate_series(1, 1000) i",
        ],
    )
    def test_that_is_damaged_is_made_again(self, small_world: Path, damage: str) -> None:
        with postgres.up().connect(clones.large()) as connection:
            connection.execute(damage)
        assert tags(clones.large()) == 1
        assert small_world.read_text() == "xx"

    def test_that_cannot_be_filled_is_a_problem_and_not_a_world(
        self, small_world: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(seed, "seed", lambda url, progress: psycopg.connect(url).execute("oops"))
            with pytest.raises(ServiceProblem, match=r"PostgreSQL refused.*oops"):
                clones.large()
        assert tags(clones.large()) == 1

    @pytest.mark.parametrize(
        "change",
        [
            "DROP TABLE discuss_like",
            "UPDATE discuss_tag SET name = 'x'",
            "TRUNCATE discuss_tag",
            "CREATE TABLE mine (id int)",
            "ALTER DATABASE postgres RENAME TO x",
        ],
    )
    @pytest.mark.parametrize("own", [False, True])
    def test_cannot_be_changed_by_its_readers(
        self, small_world: Path, change: str, own: bool
    ) -> None:
        url = clones.reader() if own else nullcontext(clones.large_url())
        with url as name, psycopg.connect(name, autocommit=True) as reader:
            assert reader.execute("SELECT name FROM discuss_tag").fetchall() == [("sql",)]
            with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
                reader.execute(change)
            reader.execute("SET default_transaction_read_only = off")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                reader.execute(change)

    def test_on_the_learners_own_server_is_read_only_too(
        self, small_world: Path, server: postgres.Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("KATA_DATABASE_URL", server.url("postgres"))
        with (
            psycopg.connect(clones.large_url()) as reader,
            pytest.raises(psycopg.errors.ReadOnlySqlTransaction),
        ):
            reader.execute("UPDATE discuss_tag SET name = 'x'")

    def test_two_readers_at_once_are_told_apart_and_leave_nothing(self, small_world: Path) -> None:
        name = clones.large()
        with clones.reader() as one, clones.reader() as other:
            roles = [conninfo_to_dict(url)["user"] for url in (one, other)]
            for url, times in ((one, 2), (other, 3)):
                with psycopg.connect(url, autocommit=True) as connection:
                    for _ in range(times):
                        connection.execute("SELECT name FROM discuss_tag")
            seen = [clones.statements(name, str(role)) for role in roles]
            assert [work["SELECT name FROM discuss_tag"].calls for work in seen] == [2, 3]
            clones.reset_statements(name, str(roles[0]))
            assert clones.statements(name, str(roles[0])) == {}
            assert clones.statements(name, str(roles[1])) == seen[1]
        kept = "SELECT rolname FROM pg_roles WHERE starts_with(rolname, 'kata_')"
        assert not {role for (role,) in clones._run(kept)} & set(roles)

    def test_a_role_of_a_killed_check_is_swept(self, small_world: Path) -> None:
        with FORK.Pool(1) as pool:
            name = pool.apply(owner.new_name)
        clones._run(f"CREATE ROLE {name} LOGIN")
        assert clones.sweep() == [name]
        assert clones.sweep() == []


class TestStatements:
    def test_are_counted_by_database_and_from_zero(self) -> None:
        with clones.scratch() as one, clones.scratch() as other:
            assert clones.statements(one) == {}
            with postgres.up().connect(one) as connection:
                connection.execute("INSERT INTO discuss_tag (name) VALUES ('a'), ('b')")
                for _ in range(3):
                    connection.execute("SELECT id FROM discuss_tag WHERE name <> 'c'")
            work = clones.statements(one)["SELECT id FROM discuss_tag WHERE name <> $1"]
            assert (work.calls, work.rows) == (3, 6)
            assert work.blocks >= 3
            assert clones.statements(other) == {}
            clones.reset_statements(one)
            assert clones.statements(one) == {}

    def test_of_the_learners_own_server_are_never_reset(
        self, server: postgres.Server, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        work = "SELECT datname AS of_their_work FROM pg_database"
        with server.connect() as connection:
            connection.execute(work)
        monkeypatch.setenv("KATA_DATABASE_URL", server.url("postgres"))
        with clones.scratch() as name, server.connect(name) as connection:
            connection.execute("SELECT id FROM discuss_tag")  # counted already
            counted = clones.counting(name)
            for _ in range(2):
                connection.execute("SELECT id FROM discuss_tag")
            connection.execute("INSERT INTO discuss_tag (name) VALUES ('a')")
            assert {query[:6]: work.calls for query, work in counted().items()} == {
                "SELECT": 2,
                "INSERT": 1,
            }
            clones.sweep()
        clones.sweep()
        assert clones.statements("postgres")[work].calls == 1

    def test_that_were_evicted_while_they_were_counted_count_from_zero(self) -> None:
        """The server forgets those that are used least, and older ones do not say since when."""
        old, same = ("10", "1", "true", None), ("10", "2", "true", "noon")
        later = ("10", "2", "true", "one o'clock")
        before = {old: ("a", clones.Work(5, 50, 9)), same: ("b", clones.Work(2, 2, 2))}
        after = {old: ("a", clones.Work(3, 4, 1)), later: ("b", clones.Work(3, 6, 7))}
        assert clones._since(before, after) == {"a": (3, 4, 1), "b": (3, 6, 7)}
        assert clones._since(before, before) == {}

    def test_of_a_dropped_database_are_forgotten(self) -> None:
        """The server remembers 10,000 statements; those of old checks would push out new ones."""
        with clones.scratch() as name, postgres.up().connect(name) as connection:
            connection.execute("SELECT id FROM discuss_tag")
            oid = clones._run("SELECT oid::text FROM pg_database WHERE datname = %s", name)[0][0]
        kept = "SELECT count(*) FROM pg_stat_statements WHERE dbid = %s::oid"
        assert clones._run(kept, oid) == [(0,)]

    def test_can_be_read_after_a_fork_and_by_the_parent_again(self) -> None:
        with clones.scratch() as name:
            assert clones.statements(name) == {}
            backend = clones._connection().info.backend_pid
            with FORK.Pool(1) as pool:
                assert pool.apply(clones.statements, [name]) == {}
            assert clones.statements(name) == {}
            assert clones._connection().info.backend_pid == backend


def test_everything_goes_on_after_the_server_was_killed(server: postgres.Server) -> None:
    name = clones.clone()
    pid = Path(server.host, "postmaster.pid").read_text().split()[0]
    os.kill(int(pid), signal.SIGKILL)
    time.sleep(0.2)
    assert clones.statements(name) == {}
    assert tags(name) == 0
    clones.drop(name)


class TestCopyOfLarge:
    def test_may_be_changed_and_is_dropped(self, small_world: Path) -> None:
        with clones.copy_of_large() as url, psycopg.connect(url) as connection:
            connection.execute("DELETE FROM discuss_tag")
            name = connection.info.dbname
            connection.commit()
            assert tags(clones.large()) == 1
        assert not exists(name)

    def test_is_made_while_somebody_reads_the_large_world(self, small_world: Path) -> None:
        with psycopg.connect(clones.large_url()), clones.copy_of_large() as url:
            assert tags(conninfo_to_dict(url)["dbname"]) == 1
        assert small_world.read_text() == "xx"

    def test_needs_no_seeding_once_there_was_one(self, small_world: Path) -> None:
        with clones.copy_of_large():
            pass
        with psycopg.connect(clones.large_url()), clones.copy_of_large() as url:
            assert tags(conninfo_to_dict(url)["dbname"]) == 1
        assert small_world.read_text() == "x"

    def test_holds_no_rows_of_an_outdated_world(self, small_world: Path, monkeypatch) -> None:
        with clones.copy_of_large():
            pass
        monkeypatch.setattr("arena.seed.version", lambda: "newer")
        with clones.copy_of_large() as url:
            assert tags(conninfo_to_dict(url)["dbname"]) == 1
        assert small_world.read_text() == "xx"
        assert len(clones._names("arena_large_")) == 2
