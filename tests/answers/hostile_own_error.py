"""Raises an error of its own, which has no message."""


class BadRow(Exception):
    pass


def feed(limit=50):
    raise BadRow
