"""Ends what a command has started when the command itself was killed, a moment later.

A killed command cleans up nothing, and its servers would run until the next command. Another
process waits for its end, which the system tells by closing a pipe.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
LIMIT = 20  # seconds

WAIT_AND_SWEEP = """
import sys
sys.path.insert(0, sys.argv[1])
sys.stdin.read()
from kata import owner
from kata.services import register
owner.sweep()
register.sweep()
"""


@contextmanager
def watching() -> Iterator[None]:
    """Have another process sweep after this one, if it does not reach the end of the block."""
    command = [sys.executable, "-c", WAIT_AND_SWEEP, str(PROJECT)]
    guard = subprocess.Popen(
        command,
        cwd="/",
        env=dict(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is not for it
    )
    try:
        yield
    finally:
        if guard.stdin:
            guard.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            guard.wait(LIMIT)
