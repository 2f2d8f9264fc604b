"""Leaves politely."""

import sys


def feed(limit=50):
    sys.exit(0)
