"""What every service has in common: the one-sentence error, and the status that a screen shows."""

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

SOCKET_FOLDER_LIMIT = 85  # bytes: macOS allows 103 in all, "/.s.PGSQL.5432.lock" takes 19


class ServiceProblem(RuntimeError):
    """A server cannot do what was asked; the message is one sentence that says what to do."""


class ServiceMissing(ServiceProblem):
    """An exercise needs a server that is not installed here: its check is skipped, and says so."""


@dataclass(frozen=True)
class Status:
    """What is known about a service without starting it.

    Attributes:
        name: the service, such as ``postgres``.
        state: ``running``, ``stopped``, ``missing`` (never made here, or not installed),
            ``ready`` (each check starts one of its own), or ``yours`` (a server of the
            learner's own).
        version: the server's version, such as ``18.6``; empty when unknown.
        where: the data folder, the program, or the address of the learner's own server.
        remedy: what to do about what is wrong; empty when nothing is.
    """

    name: str
    state: Literal["running", "stopped", "missing", "ready", "yours"]
    version: str
    where: str
    remedy: str


class Service(Protocol):
    """What a module in this package offers."""

    def up(self) -> object:
        """Start the service unless it runs; return how to reach it.

        Raises:
            ServiceProblem: it cannot be started or reached.
        """

    def down(self) -> None:
        """Stop the service if it runs."""

    def status(self) -> Status:
        """Return what is known without starting anything."""


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
