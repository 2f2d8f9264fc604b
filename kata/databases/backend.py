"""Which database a check runs on: PostgreSQL, or the SQLite file that ``KATA_DATABASE_URL`` names.

With SQLite nothing here needs a thread, a process, a socket or psycopg: the browser has none.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import quote

from kata import owner
from kata.home import locked
from kata.needs import NEEDS
from kata.services import SERVICES, ServiceMissing, ServiceProblem, postgres, register

Progress = Callable[[str, float], None]

# SQLite's files that were migrated here or before the fork, and when: for nothing to be done,
# migrating takes long, an eighth of a check in a page.
_migrated: dict[Path, int] = {}


def wants_sqlite() -> bool:
    """Whether ``KATA_DATABASE_URL`` names an SQLite file."""
    return os.environ.get("KATA_DATABASE_URL", "").startswith("sqlite:")


def look_at_url() -> None:
    """See that Django's settings will understand ``KATA_DATABASE_URL``: an empty one is none.

    Raises:
        ServiceProblem: it names what the course does not know.
    """
    url = os.environ.get("KATA_DATABASE_URL")
    if not url:
        os.environ.pop("KATA_DATABASE_URL", None)
    elif not url.startswith(("postgresql://", "postgres://", "sqlite:///")):
        raise ServiceProblem(
            "KATA_DATABASE_URL names neither PostgreSQL nor an SQLite file: "
            "unset KATA_DATABASE_URL to use the course's own server."
        )


def learners_own() -> str:
    """Return which database is in use when it is not the course's own server; else an empty text.

    Without what stands before an @ and after a ?: a password belongs on no screen.
    """
    url = os.environ.get("KATA_DATABASE_URL", "")
    where = url.partition("://")[2].rpartition("@")[2].partition("?")[0]
    return f"Your own {'SQLite file' if wants_sqlite() else 'PostgreSQL'}: {where}" if url else ""


def services_among(needs: Sequence[str]) -> list[str]:
    """Return what an exercise needs beside its database: servers of their own."""
    return [need for need in needs if NEEDS[need].service not in {"", "postgres"}]


def prepare(needs: Sequence[str] = (), progress: Progress | None = None) -> None:
    """Start what a check will need, so that the check itself need not wait for it.

    Args:
        needs: a service's name has it started; ``large`` has the large world made, which takes
            some seconds the first time.
        progress: called with a short sentence and the share of that which is done, 0.0 to 1.0.

    Raises:
        ServiceProblem: a server cannot be started.
        ServiceMissing: one is not installed.
    """
    sweep()
    for need in services_among(needs):
        SERVICES[NEEDS[need].service].up()
    if wants_sqlite():
        from django.db import connections

        if not Path(connections["default"].settings_dict["NAME"]).exists():
            _template()  # now: several checks at once would migrate the same file
        return
    from kata.databases import clones

    clones.template()
    clones.sweep()
    if "large" in needs:
        clones.large(progress)
    if "replica" in needs:
        clones.cluster()


@cache
def sweep() -> None:
    """Remove what killed processes and deleted folders have left, once in a process."""
    if sys.platform != "emscripten":  # a page's files end with it, and it has no servers
        owner.sweep()
        register.sweep()


def run_of_server() -> str:
    """Return what differs once the database's server has been restarted.

    Raises:
        ServiceProblem: the server cannot be used.
    """
    if wants_sqlite():
        return ""
    from kata.databases import clones

    return clones.started()


def prepare_spare() -> None:
    """Make the next check's database ahead of time, while nobody waits for it.

    Raises:
        ServiceProblem: the server cannot be used.
    """
    if not wants_sqlite():
        from kata.databases import clones

        clones.prepare_spare()


def use(url: str) -> None:
    """Point Django's default connection at a database, and the checks at what tells of it."""
    from django.db import connections

    from arena.settings import database

    if not wants_sqlite():
        from kata.checks import truth
        from kata.databases import clones

        truth.read_with(clones.Statements())
    connections["default"].close()
    connections["default"].settings_dict.update(database(url))


@contextmanager
def using(url: str) -> Iterator[None]:
    """Point Django's default connection at a database for a block, then where it was."""
    from django.db import connections

    usual = dict(connections["default"].settings_dict)
    use(url)
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"].settings_dict.update(usual)


@contextmanager
def scratch(needs: Sequence[str] = (), *, is_kept: bool = False) -> Iterator[str]:
    """Yield the URL of a fresh, migrated, empty database for one check; remove it afterwards.

    Args:
        needs: what the exercise needs.
        is_kept: whether what is written there outlives a stop of the server.

    Raises:
        ServiceProblem: the database cannot be used.
        ServiceMissing: a server that the exercise needs is not there.
    """
    if not wants_sqlite():
        from kata.databases import clones

        prepare(needs)
        with clones.scratch(is_kept=is_kept) as name:
            yield postgres.up().url(name)
        return
    services = services_among(needs)
    if other := [need for need in needs if need not in services]:
        raise ServiceMissing(
            f"This exercise needs {' and '.join(other)}, and KATA_DATABASE_URL names SQLite: "
            "unset KATA_DATABASE_URL to run it on the course's own servers."
        )
    prepare(services)
    with owner.temporary_folder() as folder:
        copy = folder / "arena.sqlite3"
        shutil.copyfile(_template(), copy)
        yield f"sqlite:///{quote(str(copy))}"


def _template() -> Path:
    """Return the migrated, empty SQLite file that ``KATA_DATABASE_URL`` names, made if need be."""
    from django.core.management import call_command
    from django.db import connections

    # A check in this very process has left its own copy in use.
    use(os.environ["KATA_DATABASE_URL"])
    connection = connections["default"]
    file = Path(connection.settings_dict["NAME"])
    with locked(file):  # two checks at once would migrate the same new file
        if _migrated.get(file) != _changed(file):
            call_command("migrate", verbosity=0)
            connection.close()
            _migrated[file] = _changed(file)
    return file


def _changed(file: Path) -> int:
    """Return when a file was last written, in nanoseconds; 0 if there is none."""
    return file.stat().st_mtime_ns if file.exists() else 0
