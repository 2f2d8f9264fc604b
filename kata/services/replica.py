"""A PostgreSQL primary and a standby that streams from it, both of a check's own.

A cluster that was shut down can be copied as it is: the copy with a ``standby.signal`` is what
``pg_basebackup -R`` makes, without a server to ask. So a cluster is made once, and each check runs
two copies of it, in memory where there is enough: ext4 needs several times as long for 700 files.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kata.home import kata_home, locked
from kata.services import fleeting, places, postgres_files
from kata.services.base import ServiceProblem, Status
from kata.services.postgres_server import PORT
from kata.services.replica_pair import DATABASE, LIMIT, PROGRAM, TITLE, Node, Pair

NAME = "replica"
SIGNAL = "standby.signal"  # PostgreSQL looks for it at its start


def up() -> Path:
    """Return the folder of the programs. There is nothing to start: each check runs its own two.

    Raises:
        ServiceProblem: PostgreSQL is not installed.
    """
    return postgres_files.programs()


def cluster(name: str, fill: Callable[[str], None]) -> Path:
    """Return a cluster to copy, made the first time in about two seconds.

    Args:
        name: of what is in it.
        fill: is given the URL of its empty database, and fills that.

    Raises:
        ServiceProblem: it cannot be made.
    """
    folder = places.reachable_folder(NAME) / f"cluster_{name}"
    if not folder.exists():
        with locked(kata_home() / NAME, LIMIT):
            if not folder.exists():
                _make(folder, fill)
    return folder


def down() -> None:
    """End what killed checks have left behind, and remove the cluster that checks copy."""
    fleeting.down(PROGRAM, NAME)


def status() -> Status:
    """Return what is known without starting anything."""
    try:
        folder = postgres_files.installed()
    except ServiceProblem as problem:
        return Status(NAME, "missing", "", "", str(problem))
    return Status(NAME, "ready", postgres_files.version(), str(folder), "")


@contextmanager
def serving(original: Path, **settings: str) -> Iterator[Pair]:
    """Run a primary and its standby, both copies of a cluster, for the length of a block.

    Args:
        settings: of both servers, beside ``SETTINGS`` or instead of them.

    Raises:
        ServiceProblem: one of them cannot be made, or does not start.
    """
    with ExitStack() as stack:
        enter = stack.enter_context
        folder, sockets = enter(fleeting.folders(PROGRAM, TITLE, NAME, may_be_in_memory=True))
        copy, others = enter(fleeting.folders(PROGRAM, TITLE, NAME, may_be_in_memory=True))
        for target in (folder, copy):
            _run(["cp", "-R", f"{original}/.", f"{target}/"], target)
        (copy / SIGNAL).touch()
        places.system_account().own(copy / SIGNAL)
        escaped = str(sockets).replace("\\", "\\\\").replace("'", "\\'")
        conninfo = f"host='{escaped}' port={PORT} user={PROGRAM}"
        primary = Node(folder, sockets, **settings)
        pair = Pair(primary, Node(copy, others, primary_conninfo=conninfo, **settings))
        for node in (pair.primary, pair.standby):
            node.start()
            enter(node.running)
        pair.primary.wait()
        pair.catch_up()
        yield pair


def _make(original: Path, fill: Callable[[str], None]) -> None:
    """Make the cluster that is copied, under another name until it is complete."""
    with fleeting.folders(PROGRAM, TITLE, NAME) as (folder, sockets):
        postgres_files.spread(folder.parent)  # each copy is 350 new files
        initdb = str(postgres_files.programs() / "initdb")
        # A copy has less to copy without old files of the log.
        options = *postgres_files.INITDB.split(), "--wal-segsize=1", "--set=wal_recycle=off"
        _run([initdb, *options], folder)
        node = Node(folder, sockets, wal_keep_size="0")
        with node.running:
            process = node.start(signal.SIGINT)
            node.wait(database="postgres")
            node.ask(f"CREATE DATABASE {DATABASE} STRATEGY FILE_COPY", "postgres")
            fill(node.server.url(DATABASE))
            # Without the databases that nobody uses, a copy is half as large.
            node.ask("UPDATE pg_database SET datistemplate = false")
            for name in ("template0", "template1", "postgres"):
                node.ask(f"DROP DATABASE {name} WITH (FORCE)")
            node.ask("CHECKPOINT")
        if process.returncode:
            raise ServiceProblem(f"{TITLE} was killed before it had stopped: try again.")
        folder.rename(original)


def _run(command: list[str], folder: Path) -> None:
    """Fill a folder by a program.

    Raises:
        ServiceProblem: it fails.
    """
    if said := postgres_files.run(command, folder, places.system_account()):
        raise ServiceProblem(f"PostgreSQL cannot keep its files in {folder} ({said}).")
