"""Waits for a lock that it holds."""

from threading import Lock



LOCK = Lock()


def feed(limit=50):
    with LOCK, LOCK:
        return []
