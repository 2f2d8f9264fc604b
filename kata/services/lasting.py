"""The life of a server that outlives the process which started it: the next check finds it warm."""

import errno
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Generic, TypeVar

from kata.home import kata_home, locked
from kata.services import places, register
from kata.services.base import ServiceProblem, State, Status

LOG = "server.log"

Running = TypeVar("Running")


class Lasting(ABC, Generic[Running]):
    """Starts a server once for all processes, finds it again, and stops it.

    Attributes:
        name: of the server's folder, and of its module.
        title: what sentences call it.
        program: the name of its process.
        start_limit: seconds that a start may take.
        lock_limit: seconds after which another process's start counts as stuck.
    """

    name: str
    title: str
    program: str
    start_limit: float
    lock_limit: float

    @abstractmethod
    def version(self) -> str:
        """Return the version, such as ``18.6``; empty when it is not installed."""

    @abstractmethod
    def installed(self) -> Path:
        """Return where its program is.

        Raises:
            ServiceProblem: it is not installed.
        """

    @abstractmethod
    def running(self, folder: Path) -> Running | None:
        """Return the server if it answers, and runs with today's settings."""

    @abstractmethod
    def launch(self, folder: Path) -> None:
        """Run the program in its folder, in the background.

        Raises:
            ServiceProblem: it does not start.
        """

    def folder(self) -> Path:
        """Return the folder of its files, which may not exist yet."""
        return places.own_folder(self.name)

    def account(self) -> places.Account:
        """Return the user that it runs as."""
        return places.this_account()

    def make(self, folder: Path) -> None:
        """Make the folder, if need be."""
        self.account().make_folder(folder)

    def stop(self, folder: Path) -> None:
        """End the server of a folder, and what a killed one left running."""
        register.end(self.program, folder)

    def up(self) -> Running:
        """Return the server, started if it does not run.

        Raises:
            ServiceMissing: it is not installed.
            ServiceProblem: it cannot be started.
        """
        with self._in_one_sentence():
            kata_home().mkdir(parents=True, exist_ok=True)
            folder = self.folder()
            return self._found(folder) or self._start(folder)

    def down(self) -> None:
        """Stop the server if it runs.

        Raises:
            ServiceProblem: it belongs to another user.
        """
        if kata_home().is_dir():
            with self._in_one_sentence(), self._lock():
                self.stop(self.folder())
                places.remove_socket_folder(self.folder())

    def status(self) -> Status:
        """Return what is known without starting anything."""
        folder = self.folder()
        try:
            self.installed()
        except ServiceProblem as problem:
            return Status(self.name, "missing", "", str(folder), str(problem))
        try:
            runs = self._found(folder) is not None
        except ServiceProblem as problem:
            return Status(self.name, "stopped", self.version(), str(folder), str(problem))
        except OSError as error:
            remedy = f"{error.strerror}: {folder}"
            return Status(self.name, "stopped", self.version(), str(folder), remedy)
        state: State = "running" if runs else "stopped" if folder.exists() else "missing"
        return Status(self.name, state, self.version(), str(folder), "")

    def does_not_start(self, folder: Path) -> str:
        """Return the beginning of a sentence that says what to do."""
        return f"{self.title} does not start: read {folder / LOG}, and free the disk if it is full"

    def sockets(self, folder: Path) -> Path:
        """Make the folder of its socket, and have the server remembered; it is about to start."""
        if (sockets := places.socket_folder(folder)) != folder:
            self.account().make_folder(sockets)
        register.note(self.program, folder, sockets)
        return sockets

    def _found(self, folder: Path) -> Running | None:
        try:
            running = self.running(folder)
        except PermissionError:
            raise places.not_ours(folder) from None
        if running:
            register.see(self.program, folder, places.socket_folder(folder))
        return running

    def _start(self, folder: Path) -> Running:
        """Start the server, whatever the last one left behind."""
        self.installed()
        with self._lock():
            if running := self._found(folder):  # another process was faster
                return running
            if folder.is_dir() and folder.stat().st_uid != self.account().uid:
                raise places.not_ours(folder)
            self.stop(folder)
            self.make(folder)
            self.launch(folder)
            limit = time.monotonic() + self.start_limit
            while time.monotonic() < limit:
                if running := self._found(folder):
                    return running
                time.sleep(0.005)
        raise ServiceProblem(f"{self.does_not_start(folder)}.")

    @contextmanager
    def _in_one_sentence(self) -> Iterator[None]:
        """Say what to do about a disk that is full, read-only or broken."""
        try:
            yield
        except OSError as error:
            shared = str(error.filename).startswith(str(places.SHARED))
            remedy = "" if error.errno == errno.EROFS else "free its disk, or "
            raise ServiceProblem(
                f"{self.title} cannot keep its files in {places.SHARED if shared else kata_home()} "
                f"({error.strerror}): {remedy}set KATA_HOME to another folder."
            ) from None

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Let one process at a time start or stop the server."""
        with ExitStack() as stack:
            try:
                stack.enter_context(locked(kata_home() / self.name, self.lock_limit))
            except PermissionError:
                raise places.not_ours(kata_home()) from None
            except TimeoutError:
                raise ServiceProblem(
                    f"Another process has been starting {self.title} for {self.lock_limit:.0f} "
                    "seconds: find it with `ps ax | grep kata`, end it, and try again."
                ) from None
            yield
