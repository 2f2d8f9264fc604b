"""RIGHT: Django's chunked_cursor() with fetchmany(500), a class for the limit, a decorator for the lock."""

import functools
import threading

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


def export(write):
    sql, params = User.objects.order_by("pk").values_list("username").query.sql_with_params()
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while people := cursor.fetchmany(500):
            for (username,) in people:
                write(username)


class StatementTimeout:
    """A limit until the end of the block; what fails in it is rolled back, with the limit."""

    def __init__(self, milliseconds):
        self.limit = str(milliseconds)

    def set(self, value):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [value])

    def __enter__(self):
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            self.old = cursor.fetchone()[0]
        self.set(self.limit)

    def __exit__(self, exc_type, exc, traceback):
        if exc_type is None:
            self.set(self.old)


def limited(queryset, milliseconds):
    with transaction.atomic(), StatementTimeout(milliseconds):
        return list(queryset)


def one_at_a_time(number):
    busy = threading.local()

    def decorate(function):
        @functools.wraps(function)
        def wrapper(job):
            if getattr(busy, "now", False):
                return False
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
                [mine] = cursor.fetchone()
                if not mine:
                    return False
                busy.now = True
                try:
                    return function(job)
                finally:
                    busy.now = False

        return wrapper

    return decorate


@one_at_a_time(NIGHTLY)
def once(job):
    job()
    return True
