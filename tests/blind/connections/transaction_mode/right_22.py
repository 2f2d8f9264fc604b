"""RIGHT: COPY for the export, SHOW and SET LOCAL with a context manager, the lock in a connection of its own."""

from contextlib import contextmanager

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


def export(write):
    with connection.cursor() as cursor:
        sql = f'COPY (SELECT username FROM "{User._meta.db_table}" ORDER BY id) TO STDOUT'
        with cursor.copy(sql) as copy:
            copy.set_types(["text"])
            for (username,) in copy.rows():
                write(username)


@contextmanager
def local(setting, value):
    """For the rest of a transaction's part: when that fails, its savepoint resets the setting."""
    with transaction.atomic(), connection.cursor() as cursor:
        set_config = "SELECT set_config(%s, %s, true)"
        cursor.execute(f"SHOW {setting}")
        (before,) = cursor.fetchone()
        cursor.execute(set_config, [setting, value])
        yield
        cursor.execute(set_config, [setting, before])


def limited(queryset, milliseconds):
    with local("statement_timeout", f"{milliseconds}ms"):
        return list(queryset)


def once(job):
    """Keep the lock in another connection's transaction, so that the job has none around it."""
    keeper = connection.copy()
    try:
        with keeper.cursor() as cursor:
            keeper.set_autocommit(False)
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
            if not cursor.fetchone()[0]:
                return False
            job()
        return True
    finally:
        if keeper.connection is not None:
            keeper.rollback()
        keeper.close()
