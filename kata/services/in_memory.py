"""What lies in memory: a tablespace for databases, and folders that last as long as a check.

A clone is 330 files. ext4 without a journal uses no inode of a file that was deleted in the last
minutes, and looks at all of those for each new file: while hundreds of answers are checked, that is
most of what the server computes for an empty check, 60 ms of 90.
"""

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kata import owner
from kata.services.base import ServiceProblem

if TYPE_CHECKING:
    from psycopg import Connection

    from kata.services.places import Account

NAME = "in_memory"
MEMORY = Path("/dev/shm")
PREFIX = "scaling-django-"
ROOM = 4 << 30  # bytes that must be free there; a clone is 8 MB, and a check may fill it

_DATABASES = (
    "SELECT datname FROM pg_database JOIN pg_tablespace ON pg_tablespace.oid = dattablespace"
    " WHERE spcname = %s"
)


def folder(device: int, inode: int) -> Path:
    """Return the tablespace's folder, by which folder of data it belongs to."""
    return MEMORY / f"{PREFIX}{device}-{inode}"


def make_folder(home: Path, name: str, account: "Account") -> Path | None:
    """Make a folder in memory for a check, in place of one in its server's home.

    Args:
        home: which is on disk.
        name: of ``kata.owner``.

    Returns:
        the folder; None where there is no memory for it.
    """
    own = MEMORY / f"{PREFIX}{hash_of(home)}-{name}"
    with suppress(OSError, ServiceProblem):
        if has_room():
            account.make_folder(own)
            return own
    return None


def folders(home: Path) -> list[Path]:
    """Return the folders in memory that were made in place of some in a home."""
    return list(MEMORY.glob(f"{PREFIX}{hash_of(home)}-kata_*"))


def hash_of(home: Path) -> str:
    """Return what tells the folders of one home from those of another."""
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:12]


def sweep() -> None:
    """Remove the folders of checks that were killed, also before the register knew of them."""
    for path in MEMORY.glob(f"{PREFIX}*-kata_*"):
        if owner.is_abandoned(path.name[path.name.index("kata_") :]):
            shutil.rmtree(path, ignore_errors=True)


def has_room() -> bool:
    """Return whether there is enough memory for what a check may write."""
    return shutil.disk_usage(MEMORY).free >= ROOM


def is_there(data: Path) -> bool:
    """Return whether nobody has emptied the memory of a server that may run.

    A system can do that when its user logs out.
    """
    return all(link.exists() for link in _links(data))


def find(data: Path, account: "Account") -> None:
    """Let a server that is about to start find its tablespace, if it has one.

    The data may be a copy of another server's, and a restart of the machine empties memory.
    """
    for link in _links(data):
        own = _of(data)
        if not own.exists():
            with suppress(OSError, ServiceProblem):  # else its databases are dropped in a moment
                account.make_folder(own)
        link.unlink()
        link.symlink_to(own)


def make(connection: "Connection[Any]", data: Path, account: "Account") -> None:
    """Give a server that has just started its tablespace, where there is memory for one.

    What lay in a memory that was emptied is dropped; one that was killed finds its databases again.
    """
    import psycopg

    own = _of(data)
    if own.exists() and any(own.iterdir()) and _links(data):
        return
    for (name,) in connection.execute(_DATABASES, [NAME]).fetchall():
        connection.execute(f'DROP DATABASE "{name}"')
    connection.execute(f"DROP TABLESPACE IF EXISTS {NAME}")
    shutil.rmtree(own, ignore_errors=True)
    # Where there is no such folder, or it may not be written to, all databases lie with the others.
    with suppress(OSError, ServiceProblem, psycopg.Error):
        if has_room():
            account.make_folder(own)
            connection.execute(f"CREATE TABLESPACE {NAME} LOCATION '{own}'")


def remove(device: int, inode: int) -> None:
    """Remove the tablespace of a server that will not run again, or ended well."""
    shutil.rmtree(folder(device, inode), ignore_errors=True)


def of_deleted(pid: int, data: Path) -> list[Path]:
    """Return where the tablespace of a server is whose data were deleted."""
    with suppress(OSError):  # it has ended, or this system does not tell
        found = Path(f"/proc/{pid}/cwd").stat()
        own = folder(found.st_dev, found.st_ino)
        return [] if data.exists() and own == _of(data) else [own]
    return []


def _of(data: Path) -> Path:
    found = data.stat()
    return folder(found.st_dev, found.st_ino)


def _links(data: Path) -> list[Path]:
    try:
        return list((data / "pg_tblspc").iterdir())
    except FileNotFoundError:
        return []
