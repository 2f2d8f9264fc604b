"""The processes of one server: the one that was started, and those that it has started."""

import os
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kata.services.register import has_ended, wait_for

if TYPE_CHECKING:
    from psutil import Process


@dataclass(frozen=True)
class Family:
    """The processes of a server, by the number of the first one."""

    pid: int

    def processes(self) -> "list[Process]":
        """Return the first process and, after it, the others, those that ended left out."""
        import psutil

        with suppress(psutil.NoSuchProcess):
            first = psutil.Process(self.pid)
            found = [first, *first.children(recursive=True)]
            return [process for process in found if not has_ended(process)]
        return []

    def workers(self) -> list[int]:
        """Return the numbers of the processes that the first one has started, oldest first."""
        return sorted(process.pid for process in self.processes() if process.pid != self.pid)

    def threads(self) -> int:
        """Return how many threads all of them have together."""
        return sum(process.num_threads() for process in self.processes())

    def memory(self) -> int:
        """Return the bytes that they have together: a page that several share counts once."""
        readings = (process.memory_full_info() for process in self.processes())
        return sum(getattr(each, "pss", 0) or each.uss for each in readings)

    def work(self) -> tuple[object, ...]:
        """Return what differs when one of them has done something since the last reading.

        A thread that could run, and waits for a processor, makes two readings differ as well.
        """
        import psutil

        found: list[object] = []
        for process in self.processes():
            with suppress(psutil.Error):
                used = process.cpu_times()
                ready = object() if _could_run(process.pid) else None
                found.append((process.pid, used.user, used.system, ready))
        return tuple(found)

    def hang(self, pid: int) -> None:
        """Let one of them do nothing until ``go_on``."""
        os.kill(pid, signal.SIGSTOP)

    def go_on(self, pid: int) -> None:
        """Let one that hangs work again; it may have ended by now."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)

    def kill(self) -> None:
        """End all of them now, those that hang too, and wait until they do nothing any more."""
        import psutil

        found = self.processes()
        for process in found:  # the first one first, before it replaces any
            with suppress(psutil.Error):
                process.kill()
        wait_for(found)


def _could_run(pid: int) -> bool:
    """Return whether a thread of a process runs or waits for a processor or a disk; Linux only."""
    if sys.platform != "linux":
        return False
    for task in Path(f"/proc/{pid}/task").glob("*/stat"):
        with suppress(OSError):
            if task.read_text().rpartition(")")[2].split()[0] in "RD":
                return True
    return False
