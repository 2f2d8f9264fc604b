"""DECLARE and FETCH in a transaction for the export, a class for the limit, and a lock in a savepoint or transaction."""

import threading

from django.db import connection, transaction

NIGHTLY = 2107  # the number of the lock

_local = threading.local()


def export(write):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DECLARE exported_names NO SCROLL CURSOR FOR SELECT username FROM accounts_user ORDER BY id")
        while True:
            cursor.execute("FETCH FORWARD 500 FROM exported_names")
            names = cursor.fetchall()
            if not names:
                break
            for (name,) in names:
                write(name)
        cursor.execute("CLOSE exported_names")


class Limit:
    """Sets the limit of this transaction, and the old one again if all went well; a rollback does it otherwise."""

    def __init__(self, milliseconds):
        self.milliseconds = int(milliseconds)
        self.atomic = transaction.atomic()

    def __enter__(self):
        self.atomic.__enter__()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SHOW statement_timeout")
                self.before = cursor.fetchone()[0]
                cursor.execute(f"SET LOCAL statement_timeout = {self.milliseconds}")
        except BaseException as error:
            self.atomic.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(self, kind, error, traceback):
        if kind is None:
            try:
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL statement_timeout = '{self.before}'")
            except BaseException as another:
                self.atomic.__exit__(type(another), another, another.__traceback__)
                raise
        self.atomic.__exit__(kind, error, traceback)
        return False


def limited(queryset, milliseconds):
    with Limit(milliseconds):
        rows = [*queryset]
    return rows


def once(job):
    if getattr(_local, "inside", False):
        return False
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        got = cursor.fetchone()[0]
        if got:
            _local.inside = True
            try:
                job()
            finally:
                _local.inside = False
    return got
