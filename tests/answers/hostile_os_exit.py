"""Leaves at once."""

import os


def feed(limit=50):
    os._exit(0)
