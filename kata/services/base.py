"""What every server needs: the errors of one sentence, the status on a screen, and its program."""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, Protocol

# Nothing of the user's: PGPORT, PGOPTIONS or a language would change a server.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}

State = Literal["running", "stopped", "missing", "ready", "yours"]


class ServiceProblem(RuntimeError):
    """A server cannot do what was asked; the message is one sentence that says what to do."""


class ServiceMissing(ServiceProblem):
    """An exercise needs a server that is not installed here: its check is skipped, and says so."""


class ConfigurationRefused(ServiceProblem):
    """A server does not run with a configuration; ``log`` is what it said to that."""

    def __init__(self, says: str, log: list[str]) -> None:
        super().__init__(says)
        self.log = log


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
        extensions: the name of each that the checks need, and how it is.
    """

    name: str
    state: State
    version: str
    where: str
    remedy: str
    extensions: tuple[tuple[str, str], ...] = ()


class Service(Protocol):
    """What a module of this package offers for a row in the table of needs."""

    def up(self) -> object:
        """Start the service unless it runs; return how to reach it.

        Raises:
            ServiceProblem: it cannot be started or reached.
        """

    def down(self) -> None:
        """Stop the service if it runs."""

    def status(self) -> Status:
        """Return what is known without starting anything."""


def status_of_wheel(name: str, distribution: str, up: Callable[[], Path]) -> Status:
    """Return what is known of a server in a wheel, of which each check runs one of its own.

    Args:
        name: of the service.
        distribution: what its wheel is called.
        up: returns its folder or program, or raises ``ServiceMissing``.
    """
    try:
        return Status(name, "ready", version_of(distribution), str(up()), "")
    except ServiceMissing as problem:
        return Status(name, "missing", "", "", str(problem))


def package_folder(name: str) -> Path | None:
    """Return the folder of an installed package, without importing it."""
    package = find_spec(name)
    folders = package.submodule_search_locations if package else None
    return Path(next(iter(folders))).resolve() if folders else None


def version_of(distribution: str) -> str:
    """Return the version of an installed distribution; empty when it is not installed."""
    from importlib.metadata import PackageNotFoundError

    try:
        return _version(distribution)
    except PackageNotFoundError:
        return ""


def program_of(wheel: str, name: str) -> Path | None:
    """Return a program that an installed wheel has brought; None if there is none that runs."""
    from importlib.metadata import PackageNotFoundError, files

    with suppress(PackageNotFoundError):
        for file in files(wheel) or ():
            found = Path(str(file.locate())).resolve()
            if found.stem == name and found.is_file() and os.access(found, os.X_OK):
                return found
    return None


@cache
def _version(distribution: str) -> str:
    """Return a version that was found: each search takes milliseconds, and a check asks 6 times."""
    from importlib.metadata import version

    return version(distribution)
