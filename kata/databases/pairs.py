"""A primary with Arena's empty tables, and its standby: Django's ``default`` and ``replica``."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from kata.databases import backend, clones
from kata.services import replica
from kata.services.replica_pair import DATABASE, Pair

ALIAS = "replica"


def serving() -> AbstractContextManager[Pair]:
    """Run both for the length of a block.

    Raises:
        ServiceProblem: one of them does not start.
    """
    return replica.serving(clones.cluster())


@contextmanager
def using(pair: Pair) -> Iterator[None]:
    """Have Django write to the primary and read from either, for the length of a block."""
    from django.db import connections

    from arena.settings import database

    with backend.using(pair.primary.server.url(DATABASE)):
        entry = database(pair.standby.server.url(DATABASE))
        connections.settings[ALIAS] = {**connections["default"].settings_dict, **entry}
        try:
            yield
        finally:
            connections[ALIAS].close()
            del connections[ALIAS], connections.settings[ALIAS]
