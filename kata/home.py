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


def locked(file: Path, seconds: float = LOCK_SECONDS) -> AbstractContextManager[object]:
    """Return a lock that one process at a time can hold; it goes with the process.

    Args:
        file: what is locked; the lock is a file beside it, in a folder that is made if need be.
        seconds: how long another process may hold it.

    Raises:
        OSError: the folder cannot be written to, or (TimeoutError) the lock is held for too long.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        from filelock import FileLock
    except ImportError:  # in the browser there is one process, and no filelock
        return nullcontext()
    return FileLock(file.with_suffix(".lock"), timeout=seconds, poll_interval=0.005)
