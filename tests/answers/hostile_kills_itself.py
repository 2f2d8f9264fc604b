"""Is killed."""

import os
import signal


def feed(limit=50):
    os.kill(os.getpid(), signal.SIGKILL)
