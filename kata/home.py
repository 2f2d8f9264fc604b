"""Where the course keeps what it makes on this machine."""

import os
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

LOCK_SECONDS = 10


def kata_home() -> Path:
    """Return the folder for progress, kept files and servers' data; it may not exist yet.

    `KATA_HOME` names another one; it is read at each call, so that a test can set it.
    """
    chosen = os.environ.get("KATA_HOME")
    return Path(chosen).absolute() if chosen else Path(__file__).resolve().parent.parent / ".kata"


def locked(name: str) -> AbstractContextManager[object]:
    """Return a lock that one process at a time can hold, by its name; it goes with the process.

    Raises:
        OSError: the folder cannot be written to, or (TimeoutError) the lock is held for too long.
    """
    kata_home().mkdir(parents=True, exist_ok=True)
    try:
        from filelock import FileLock
    except ImportError:  # in the browser there is one process, and no filelock
        return nullcontext()
    return FileLock(kata_home() / f"{name}.lock", timeout=LOCK_SECONDS, poll_interval=0.005)
