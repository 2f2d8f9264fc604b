"""Databases that hold a world of Arena: an empty one for each check, and one large one for all.

Templates are made once, under another name until they are complete, so that a killed run leaves
nothing half-made. A lock inside PostgreSQL lets one process at a time make them: it goes with
the process that held it, and it holds for everybody who uses the same server.

A clone takes 22 ms at best, but it is 330 files: ext4 without a journal needs 50 to 250 ms for
them while others have just been deleted, so they lie in memory where there is enough of it.
Renaming a spare takes 3 ms, so who has time before the next check can have one made.
"""

import hashlib
import os
import secrets
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kata import owner
from kata.home import kata_home
from kata.services import ServiceProblem, in_memory, postgres, replica

if TYPE_CHECKING:
    from psycopg import Connection

Progress = Callable[[str, float], None]

PROJECT = Path(__file__).resolve().parents[2]
READER = "arena_reader"
REFUSED = {"25006", "42501"}  # a write in a read-only transaction; no right to it
LOCK = 7_281_964  # any number, as long as it stays the same

# A file copy took 28 ms and the other strategy 37 (medians; 11 and 16 where files are in memory).
COPY = 'CREATE DATABASE "{new}" TEMPLATE "{old}" STRATEGY FILE_COPY'

TABLESPACE = "SELECT oid FROM pg_tablespace WHERE spcname = %s"

# Every relation and the size of its file: exact, unlike the statistics, and read in a millisecond.
FINGERPRINT = """
    SELECT md5(string_agg(relname || ' ' || pg_relation_size(oid), ',' ORDER BY relname))
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
"""

# By process, so that a child neither uses nor closes the connection that it inherited.
_connections: dict[tuple[object, ...], "Connection[Any]"] = {}


class Work(NamedTuple):
    """What the server did for one statement.

    Attributes:
        calls: how many times it was executed.
        rows: how many rows it returned or changed.
        blocks: how many blocks of 8 KB it touched, in memory or on disk.
    """

    calls: int
    rows: int
    blocks: int


NOTHING = Work(0, 0, 0)
Entries = dict[tuple[str | None, ...], tuple[str, Work]]


def template() -> str:
    """Return the name of an empty, migrated database, made if there is none.

    Raises:
        ServiceProblem: the server cannot be used, or the migrations fail.
    """
    name = f"arena_empty_{schema()}"
    if name in _names(name):
        return name
    with _lock(None):
        if name not in _names(name):
            new = f"{name}_new"
            drop(new)
            # Whatever the server's own encoding is: Django writes UTF-8.
            _run(f"CREATE DATABASE \"{new}\" ENCODING 'UTF8' TEMPLATE template0")
            migrate(postgres.up().url(new))
            # Nobody can be connected to it, so it can always be copied.
            _run(f'ALTER DATABASE "{new}" ALLOW_CONNECTIONS false')
            _run(f'ALTER DATABASE "{new}" RENAME TO "{name}"')
    return name


def cluster() -> Path:
    """Return a whole cluster with such a database, to be copied with its server stopped.

    Raises:
        ServiceProblem: it cannot be made, or the migrations fail.
    """
    return replica.cluster(schema(), migrate)


def clone(*, is_kept: bool = False) -> str:
    """Return the name of a fresh, empty database for one check: a spare if there is one.

    Args:
        is_kept: whether what is written there has to be there when the server starts again.

    Raises:
        ServiceProblem: the server cannot be used, or the migrations fail.
    """
    postgres.up()  # a spare in memory is lost where the server has to start once more
    name = owner.new_name()
    if is_kept:
        _run(COPY.format(new=name, old=template()))
        return name
    for spare in _names(_spare()):
        with suppress(ServiceProblem):  # another process took it first
            _run(f'ALTER DATABASE "{spare}" RENAME TO "{name}"')
            return name
    _copy_template(name)
    return name


def prepare_spare() -> None:
    """Make a clone ahead of time, unless one is waiting; the next ``clone()`` takes it.

    Raises:
        ServiceProblem: the server cannot be used, or the migrations fail.
    """
    if not _names(_spare()):
        _copy_template(_spare() + secrets.token_hex(4))


def drop(name: str) -> None:
    """Drop a database and end the connections to it; it may be gone already.

    Raises:
        ServiceProblem: the server cannot be used.
    """
    if postgres.up().embedded:  # what was counted in it would stay, and push out what counts now
        reset_statements(name)
    _run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def scratch(*, is_kept: bool = False) -> Iterator[str]:
    """Yield the name of a fresh, empty database that is dropped afterwards.

    Args:
        is_kept: as in ``clone``.

    Raises:
        ServiceProblem: the server cannot be used, or the migrations fail.
    """
    name = clone(is_kept=is_kept)
    try:
        yield name
    finally:
        drop(name)


def sweep() -> list[str]:
    """Drop what nobody will use: clones and roles whose process has ended, and old spares.

    Returns:
        the names of what was dropped.

    Raises:
        ServiceProblem: the server cannot be used.
    """
    left = [name for name in _names("arena_spare_") if not name.startswith(_spare())]
    left += filter(owner.is_abandoned, _names("kata_"))
    for name in left:
        drop(name)
    roles = _run("SELECT rolname FROM pg_roles WHERE starts_with(rolname, 'kata_')")
    readers = [role for (role,) in roles if owner.is_abandoned(role)]
    for role in readers:
        _drop_role(role)
    if postgres.up().embedded and not _names("kata_"):  # else a check may be counting
        _forget_statements()
    return left + readers


def large(progress: Progress | None = None) -> str:
    """Return the name of the large world, made if it is missing, outdated or damaged.

    Args:
        progress: called with a short sentence and the share that is done, from 0.0 to 1.0.

    Raises:
        ServiceProblem: the server cannot be used, or the world cannot be made.
    """
    from arena import seed

    name = f"arena_large_{seed.version()}"
    if _is_whole(name):
        return name
    with _lock(progress):
        if not _is_whole(name):
            for old in _names("arena_large_"):
                drop(old)
            _make_large(name, progress)
    return name


def large_url(progress: Progress | None = None) -> str:
    """Return the URL of the large world for somebody who may read it and change nothing.

    Args:
        progress: see ``large``.

    Raises:
        ServiceProblem: the server cannot be used, or the world cannot be made.
    """
    name = large(progress)
    server = postgres.up()
    if server.embedded:
        return replace(server, user=READER).url(name)
    # No new roles on a server that is not ours.
    read_only = ("options", "-c default_transaction_read_only=on")
    return replace(server, options=(*server.options, read_only)).url(name)


@contextmanager
def reader() -> Iterator[str]:
    """Yield the URL of the large world for one check.

    It connects as a role of its own, so that ``pg_stat_statements`` tells its statements from
    those that other checks send to the same database at the same time.

    Raises:
        ServiceProblem: the server cannot be used, or the world cannot be made.
    """
    url, server = large_url(), postgres.up()
    if not server.embedded:
        yield url
        return
    role = owner.new_name()
    _run(f"CREATE ROLE {role} LOGIN IN ROLE {READER}")
    try:
        _run(f"ALTER ROLE {role} SET default_transaction_read_only = on")
        yield replace(server, user=role).url(large())
    finally:
        _drop_role(role)


@contextmanager
def copy_of_large(progress: Progress | None = None) -> Iterator[str]:
    """Yield the URL of a large world to write to, which is dropped afterwards.

    It is made in about 0.2 s (200 MB, FILE_COPY, 2 cores).

    Args:
        progress: see ``large``.

    Raises:
        ServiceProblem: the server cannot be used, or the world cannot be made.
    """
    new = owner.new_name()
    try:
        _run(COPY.format(new=new, old=_original(progress)))
        yield postgres.up().url(new)
    finally:
        drop(new)


class Statements:
    """``pg_stat_statements`` for ``kata.checks``, over the connection of this module."""

    def unknown(self) -> str:
        """Return why it cannot be read here, empty if it can."""
        if postgres.up().has_statements:
            return ""
        return (
            "Your PostgreSQL has no pg_stat_statements, so statements that bypass Django were "
            "not looked for. Run: kata doctor"
        )

    def counting(self, connection: Any) -> Callable[[], dict[str, tuple[int, int]]]:
        """Return a function that tells what a Django connection's database did from now on."""
        name, role = (connection.settings_dict[key] for key in ("NAME", "USER"))
        counted = counting(name, role if is_shared(name) else "")
        return lambda: {text: (work.calls, work.blocks) for text, work in counted().items()}


def started() -> str:
    """Return when the server was started, which tells one run of it from the next.

    Raises:
        ServiceProblem: the server cannot be used.
    """
    return str(_run("SELECT pg_postmaster_start_time()")[0][0])


def is_shared(database: str) -> bool:
    """Return whether several checks use a database at once, each with a role of its own."""
    return database.startswith("arena_large_")


def is_refused_write(error: BaseException) -> bool:
    """Return whether Django's or psycopg's error says that a large world can only be read."""
    from django.db import connection

    codes = {getattr(each, "sqlstate", None) for each in (error, error.__cause__)}
    return not codes.isdisjoint(REFUSED) and is_shared(str(connection.settings_dict["NAME"]))


def counting(database: str, role: str = "") -> Callable[[], dict[str, Work]]:
    """Return a function that tells what a database did from now until it is called, by statement.

    The course's own server begins at zero, which keeps its file of texts short. On a server of the
    learner's own, somebody else reads the counts: there it is a difference.

    Args:
        role: count only what this one sent; "" is everybody.

    Raises:
        ServiceProblem: the server cannot be used, or has no ``pg_stat_statements``.
    """
    before: Entries = {}
    if postgres.up().embedded:
        reset_statements(database, role)
    else:
        before = _entries(database, role)
    return lambda: _since(before, _entries(database, role))


def statements(database: str, role: str = "") -> dict[str, Work]:
    """Return what ``pg_stat_statements`` has counted in a database, by text of statement.

    Args:
        role: count only what this one sent; "" is everybody.

    Raises:
        ServiceProblem: the server cannot be used, or has no ``pg_stat_statements``.
    """
    return _since({}, _entries(database, role))


def reset_statements(database: str, role: str = "") -> None:
    """Let ``pg_stat_statements`` count from zero in a database.

    Args:
        role: forget only what this one sent; "" is everybody.

    Raises:
        ServiceProblem: the server cannot be used, or has no ``pg_stat_statements``.
    """
    _run(
        "SELECT pg_stat_statements_reset("
        "coalesce((SELECT oid FROM pg_roles WHERE rolname = %s), 0), oid, 0)"
        " FROM pg_database WHERE datname = %s",
        role,
        database,
    )


def _entries(database: str, role: str) -> Entries:
    """Return each entry of ``pg_stat_statements`` for a database: its text and its counts.

    An entry that was evicted and has come back is another one: from PostgreSQL 17 on, it says since
    when it counts.
    """
    rows = _run(
        "SELECT ARRAY[userid::text, queryid::text, toplevel::text,"
        " to_jsonb(entry) ->> 'stats_since'],"
        " query, calls, rows, shared_blks_hit + shared_blks_read FROM pg_stat_statements AS entry"
        " WHERE dbid = (SELECT oid FROM pg_database WHERE datname = %s)"
        " AND (%s = '' OR userid = (SELECT oid FROM pg_roles WHERE rolname = %s))",
        database,
        role,
        role,
    )
    return {tuple(key): (query, Work(*counts)) for key, query, *counts in rows}


def _since(before: Entries, entries: Entries) -> dict[str, Work]:
    """Return what was counted since ``before``, by text of statement."""
    counted: dict[str, Work] = {}
    for key, (query, work) in entries.items():
        _, old = before.get(key, ("", NOTHING))
        if work.calls < old.calls:  # before PostgreSQL 17: evicted, and counted from zero
            old = NOTHING
        if work.calls > old.calls:
            so_far = counted.get(query, NOTHING)
            sums = (a + b - c for a, b, c in zip(so_far, work, old, strict=True))
            counted[query] = Work(*sums)
    return counted


@cache
def schema() -> str:
    """Return a short hash of what decides how an empty database looks.

    Read once: a check asks six times, and this process has imported what was there then.
    """
    import django

    digest = hashlib.sha256(django.__version__.encode())
    arena = PROJECT / "arena"
    for file in (arena / "settings.py", *sorted(arena.glob("*/migrations/*.py"))):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _copy_template(new: str) -> None:
    """Make an empty, migrated database for one check: in memory, where there is a place for it.

    Raises:
        ServiceProblem: the server cannot be used, or the migrations fail.
    """
    copy = COPY.format(new=new, old=template())
    if postgres.up().embedded and _run(TABLESPACE, in_memory.NAME):
        copy += f" TABLESPACE {in_memory.NAME}"
    _run(copy)


def _spare() -> str:
    """Return how the names of the current template's spares begin."""
    return f"arena_spare_{schema()}_"


def migrate(url: str) -> None:
    """Run Arena's migrations, in a process of their own: this one may have other settings.

    Raises:
        ServiceProblem: they fail.
    """
    result = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--settings", "arena.settings", "-v", "0"],
        cwd=PROJECT,
        env={**os.environ, "KATA_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        said = result.stderr.strip().splitlines() or ["no reason given"]
        raise ServiceProblem(f"Arena's migrations fail, so fix them first: {said[-1]}")


def _make_large(name: str, progress: Progress | None) -> None:
    """Fill the large world, under another name until it is complete.

    Raises:
        ServiceProblem: it cannot be made.
    """
    server = postgres.up()
    new = f"{name}_new"
    _run(COPY.format(new=new, old=template()))
    _fill(new, progress)
    _run(f"COMMENT ON DATABASE \"{new}\" IS '{_fingerprint(new)}'")
    if server.embedded:
        _run(f"DROP ROLE IF EXISTS {READER}")
        _run(f"CREATE ROLE {READER} LOGIN IN ROLE pg_read_all_data, pg_monitor")
        _run(f"ALTER ROLE {READER} SET default_transaction_read_only = on")
    _run(f'ALTER DATABASE "{new}" RENAME TO "{name}"')


def _original(progress: Progress | None) -> str:
    """Return the name of a second large world: nobody connects to it, so it can always be copied.

    Raises:
        ServiceProblem: it cannot be made.
    """
    read = large(progress)
    name = f"{read}_original"
    if name in _names(name):
        return name
    with _lock(progress):
        if name not in _names(name):
            new = f"{name}_new"
            drop(new)
            try:
                _run(COPY.format(new=new, old=read))
            except ServiceProblem:  # a lesson or a check is connected to it
                _run(COPY.format(new=new, old=template()))
                _fill(new, progress)
            _run(f'ALTER DATABASE "{new}" ALLOW_CONNECTIONS false')
            _run(f'ALTER DATABASE "{new}" RENAME TO "{name}"')
    return name


def _fill(name: str, progress: Progress | None) -> None:
    """Fill an empty, migrated database with the rows of the large world.

    Raises:
        ServiceProblem: the server refuses.
    """
    import psycopg

    from arena import seed

    try:
        seed.seed(postgres.up().url(name), progress)
    except psycopg.Error as error:
        raise _refused(error) from None


def _is_whole(name: str) -> bool:
    """Return whether a large world exists and is as it was made."""
    import psycopg

    made = _run(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", name
    )
    # Files that are gone can make it impossible to connect.
    with suppress(psycopg.Error):
        return bool(made) and made[0][0] == _fingerprint(name)
    return False


def _fingerprint(database: str) -> str | None:
    """Return what changes when a table or an index of a database is lost, emptied or grows."""
    with postgres.up().connect(database) as connection:
        row = connection.execute(FINGERPRINT).fetchone()
    return row[0] if row else None


def _forget_statements() -> None:
    """Let ``pg_stat_statements`` begin with an empty file.

    It reads the texts of all statements, of forgotten ones too, whenever it is asked for one: after
    some thousand checks they are 9 MB, and each question takes 8 ms.
    """
    _run("SELECT pg_stat_statements_reset()")


def _drop_role(role: str) -> None:
    """Drop a role of a check; its sessions must not outlive it."""
    _run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", role)
    if postgres.up().embedded:
        _run("SELECT pg_stat_statements_reset(oid, 0, 0) FROM pg_roles WHERE rolname = %s", role)
    _run(f"DROP ROLE IF EXISTS {role}")


def _names(prefix: str) -> list[str]:
    """Return the names of the databases that begin with a prefix."""
    return [
        row[0]
        for row in _run("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", prefix)
    ]


@contextmanager
def _lock(progress: Progress | None) -> Iterator[None]:
    """Let one process at a time make a template; the same process may take it twice."""
    if not _run(f"SELECT pg_try_advisory_lock({LOCK})")[0][0]:
        if progress:
            progress("Waiting for another process that prepares the databases", 0.0)
        _run(f"SELECT pg_advisory_lock({LOCK})")
    try:
        yield
    finally:
        _run(f"SELECT pg_advisory_unlock({LOCK})")


def _run(sql: str, *parameters: str) -> list[tuple[Any, ...]]:
    """Run one statement in the database ``postgres``; return its rows, if it returns any.

    Raises:
        ServiceProblem: the server cannot be used, or refuses.
    """
    import psycopg

    try:
        cursor = _connection().execute(sql, parameters or None)
        return cursor.fetchall() if cursor.description else []
    except psycopg.Error as error:
        raise _refused(error) from None


def _refused(error: Exception) -> ServiceProblem:
    """Return what PostgreSQL said as a problem of one sentence."""
    reason = " ".join(str(error).split())
    return ServiceProblem(
        f"PostgreSQL refused ({reason}): run `kata doctor` to see what is wrong with it."
    )


def _connection() -> "Connection[Any]":
    """Return this process's connection to the database ``postgres``, open as long as it lives."""
    key = os.getpid(), kata_home(), os.environ.get("KATA_DATABASE_URL")
    known = _connections.get(key)
    if known is None or _has_hung_up(known):
        known = _connections[key] = postgres.up().connect()
    return known


def _has_hung_up(connection: "Connection[Any]") -> bool:
    """Return whether the server closed a connection: only then there is something to read."""
    if connection.closed:
        return True
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if not waiting.poll(0):
        return False
    connection.close()
    return True
