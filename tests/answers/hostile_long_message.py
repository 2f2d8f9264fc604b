"""Raises with a message of a megabyte."""


def feed(limit=50):
    raise ValueError("too long " * 120_000)
