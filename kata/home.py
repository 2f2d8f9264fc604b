"""Where the course keeps what it makes on this machine."""

import os
from pathlib import Path


def kata_home() -> Path:
    """Return the folder for progress, kept files and servers' data; it may not exist yet.

    `KATA_HOME` names another one; it is read at each call, so that a test can set it.
    """
    chosen = os.environ.get("KATA_HOME")
    return Path(chosen).absolute() if chosen else Path(__file__).resolve().parent.parent / ".kata"
