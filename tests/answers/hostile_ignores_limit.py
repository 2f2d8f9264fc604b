"""Ignores the signal that ends a loop."""

import signal


def feed(limit=50):
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    while True: pass
