"""A cursor of the server lives in a transaction; so do SET LOCAL, undone at the end, and the lock.
"""

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


@transaction.atomic
def export(write):
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT username FROM {User._meta.db_table} ORDER BY id")
        while rows := cursor.fetchmany(500):
            for (username,) in rows:
                write(username)


@transaction.atomic
def limited(queryset, milliseconds):
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        old = cursor.fetchone()[0]
        cursor.execute("SET LOCAL statement_timeout = %s", [f"{milliseconds}ms"])
        people = list(queryset)
        cursor.execute("SET LOCAL statement_timeout = %s", [old])
    return people


def once(job):
    # A lock that a connection has, it gets again: whether its job runs is written on it.
    if getattr(connection, "nightly_runs", False):
        return False
    return locked(job)


@transaction.atomic
def locked(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        is_mine = cursor.fetchone()[0]
    if is_mine:
        connection.nightly_runs = True
        try:
            job()
        finally:
            connection.nightly_runs = False
    return is_mine
