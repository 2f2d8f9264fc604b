"""Celery's workers: each check forks one of its own, and ends it.

The broker is the course's Valkey. A worker is forked and not started by a command: so it begins in
a moment, and has the answer and the tasks of the check. Its files are in a temporary folder of the
check. The system ends it with the check, and its processes with it, even by ``kill -9``.
"""

import os
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from kata import owner
from kata.needs import NEEDS
from kata.services.base import (
    ServiceMissing,
    ServiceProblem,
    Status,
    package_folder,
    status_of_wheel,
)
from kata.services.register import wait_for

NAME = "celery"
# Nothing is asked of other workers, and nothing is said on the screen.
QUIET = {"without_gossip": True, "without_mingle": True, "without_heartbeat": True, "quiet": True}


def up() -> Path:
    """Return Celery's folder. There is nothing to start: every check forks a worker of its own.

    Raises:
        ServiceMissing: it is not installed.
    """
    if folder := package_folder(NAME):
        return folder
    install = NEEDS[NAME].install
    raise ServiceMissing(f"Celery is not installed: run `{install}`, which installs it.")


def down() -> None:
    """Do nothing: a worker ends with its check."""


def status() -> Status:
    """Return what is known without starting anything."""
    return status_of_wheel(NAME, NAME, up)


def broker(url: str) -> str:
    """Return what Celery calls a database of Valkey, given its URL."""
    path, _, number = url.removeprefix("unix://").partition("?db=")
    return f"redis+socket://{quote(path)}?virtual_host={number}"


@contextmanager
def working(app: Any, prepare: Callable[[], object]) -> Iterator[int]:
    """Run a worker for the length of a block, and yield the number of its main process.

    Args:
        app: the Celery application, with its tasks and its configuration.
        prepare: is called in the main process, before the worker is made.

    Raises:
        ServiceProblem: it ends by itself.
    """
    with owner.temporary_folder() as folder:
        parent, (reads, writes) = os.getpid(), os.pipe()
        pid = os.fork()
        if not pid:
            os.close(reads)
            owner.end_with(parent, signal.SIGKILL)
            tempfile.tempdir = str(folder)
            _work(app, prepare, writes)
        os.close(writes)
        try:
            with os.fdopen(reads, encoding="utf-8") as said:
                if (line := said.readline().strip()) != "ready":
                    line = line or "it has ended"
                    raise ServiceProblem(f"Celery's worker does not start: {line}.")
                yield pid
        finally:
            _end(pid)


def _work(app: Any, prepare: Callable[[], object], pipe: int) -> None:
    """Be the worker; never returns, because the rest of this process is the check's."""
    from celery import signals

    main = os.getpid()

    def end_with_main(**_: object) -> None:
        owner.end_with(main, signal.SIGKILL)

    def say(line: str) -> None:
        with suppress(OSError):
            os.write(pipe, f"{line}\n".encode())

    try:
        warnings.simplefilter("ignore")  # such as that it runs as root
        signals.worker_process_init.connect(end_with_main)
        prepare()
        signals.worker_ready.connect(lambda **_: say("ready"), weak=False)
        app.Worker(loglevel="CRITICAL", **QUIET).start()
    except BaseException as error:
        traceback.print_exc()
        say(f"{type(error).__name__}: {' '.join(str(error).split())}"[:200])
    finally:
        sys.stderr.flush()
        os._exit(0)


def _end(pid: int) -> None:
    """Kill a worker's processes, and then its main process, which would start others for them."""
    import psutil

    with suppress(psutil.NoSuchProcess):
        main = psutil.Process(pid)
        main.suspend()
        processes = main.children(recursive=True)
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        wait_for(processes)
        main.kill()
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)
