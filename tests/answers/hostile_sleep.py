"""Waits for ever."""

import time


def feed(limit=50):
    time.sleep(1000)
