"""What a Django developer's shell must not change: variables, flags and packages of other projects.

``begin`` is for a process that is the course's own, from its first line: the command line, or
pytest. ``clean`` is for one that others have begun, such as a notebook's kernel. Both are called
before Django and psycopg are imported.
"""

import os
import re
import sys
from pathlib import Path

PROJECT = str(Path(__file__).resolve().parent.parent)
SETTINGS = "arena.settings"

# Whole families: libpq reads some thirty variables, and each can change or refuse a connection.
FOREIGN = re.compile(r"(PG|DJANGO_)[A-Z_]+")
# What was read already when our first line runs: without it, Python has to begin once more.
READ_AT_START = (
    *("PYTHONOPTIMIZE", "PYTHONWARNINGS", "PYTHONDEVMODE", "PYTHONTRACEMALLOC"),
    *("PYTHONASYNCIODEBUG", "PYTEST_ADDOPTS", "PYTEST_PLUGINS"),
)
OPTIMIZE = re.compile(r"-O+")  # strips the asserts of which a check consists

_cleaned = False


def begin() -> None:
    """Clean this process, and start it once more where that comes too late for Python itself."""
    if _cleaned or sys.platform == "emscripten":
        return
    flags = _flags(sys.orig_argv)
    kept = [flag for flag in flags if not OPTIMIZE.fullmatch(flag)]
    late = any(os.environ.get(name) for name in READ_AT_START)
    clean()
    if late or kept != flags:
        arguments = [sys.executable, *kept, *sys.orig_argv[1 + len(flags) :]]
        os.execve(sys.executable, arguments, os.environ)


def clean() -> None:
    """Leave nothing of another project in this process's environment and its path of modules."""
    global _cleaned  # noqa: PLW0603
    _cleaned = True
    if sys.platform == "emscripten":  # a page has no shell, and sets what it needs
        return
    for name in list(os.environ):
        if FOREIGN.fullmatch(name) or name in READ_AT_START:
            del os.environ[name]
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    theirs = [path for path in map(os.path.abspath, _pythonpath()) if path != PROJECT]
    first = [path for path in sys.path if path not in {PROJECT, *theirs}]
    # Not removed: an editor's plugin for pytest is found there.
    sys.path[:] = [PROJECT, *first, *(path for path in theirs if path in sys.path)]
    if "PYTHONPATH" in os.environ:
        os.environ["PYTHONPATH"] = PROJECT


def _pythonpath() -> list[str]:
    return [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]


def _flags(command: list[str]) -> list[str]:
    """Return the flags of Python's own at the start of a command; none of them takes a value."""
    flags = []
    for word in command[1:]:
        if not re.fullmatch(r"-[a-zA-Z]+", word) or set(word) & set("cmWX"):
            break
        flags.append(word)
    return flags
