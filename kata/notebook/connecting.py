"""The connection of a notebook to its database, closed and made once more."""

from __future__ import annotations

from kata.services.base import ServiceProblem


def again() -> None:
    """Start PostgreSQL once more, and connect to the database that was in use.

    Raises:
        ServiceProblem: it cannot be started, or what this notebook wrote has gone with it.
    """
    from django.db import OperationalError, connection

    from kata.databases import backend, clones
    from kata.services import postgres

    name = str(connection.settings_dict["NAME"])
    disconnect()
    if backend.wants_sqlite():
        return
    is_own = not clones.is_shared(name)
    backend.use(postgres.up().url(name) if is_own else clones.large_url())
    try:
        connection.ensure_connection()
    except OperationalError:
        raise ServiceProblem(
            "PostgreSQL was stopped, and this notebook's empty Arena is gone: run sandbox() again."
        ) from None


def disconnect() -> None:
    """Close what Django has open."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
