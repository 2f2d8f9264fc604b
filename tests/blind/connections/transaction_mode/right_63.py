"""COPY streams the names in one statement; context managers in a transaction set the limit and take the lock."""

from contextlib import contextmanager

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


def export(write):
    statement = f"COPY (SELECT username FROM {User._meta.db_table} ORDER BY id) TO STDOUT"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for (name,) in copy.rows():
            write(name)


def _scalar(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]


@contextmanager
def statement_timeout(value):
    nested = connection.in_atomic_block
    with transaction.atomic():
        old = _scalar("SELECT current_setting('statement_timeout')") if nested else None
        _scalar("SELECT set_config('statement_timeout', %s, true)", str(value))
        yield
        if nested:
            _scalar("SELECT set_config('statement_timeout', %s, true)", old)


@contextmanager
def nightly_lock():
    held = getattr(connection, "nightly_job_runs", False)  # the lock is reentrant in its own session
    with transaction.atomic():
        got = not held and _scalar("SELECT pg_try_advisory_xact_lock(%s)", NIGHTLY)
        if got:
            connection.nightly_job_runs = True
        try:
            yield got
        finally:
            if got:
                connection.nightly_job_runs = False


def limited(queryset, milliseconds):
    with statement_timeout(milliseconds):
        return list(queryset)


def once(job):
    with nightly_lock() as got:
        if got:
            job()
    return got
