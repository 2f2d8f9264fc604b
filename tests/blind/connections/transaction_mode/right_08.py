"""RIGHT: a generator of keyset pages, SET LOCAL through psycopg.sql, the lock in a small class."""

import threading

from django.db import connection, transaction
from psycopg import sql

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock
PAGE = 500

SET_LIMIT = sql.SQL("SET LOCAL statement_timeout = {}")


def pages(people):
    after = people
    while page := list(after.order_by("pk")[:PAGE]):
        yield page
        after = people.filter(pk__gt=page[-1].pk)


def export(write):
    for page in pages(User.objects.only("username")):
        for user in page:
            write(user.username)


def limited(queryset, milliseconds):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        [old] = cursor.fetchone()
        cursor.execute(SET_LIMIT.format(sql.Literal(milliseconds)))
        rows = list(queryset)
        cursor.execute(SET_LIMIT.format(sql.Literal(old)))
    return rows


class Turn(threading.local):
    """Whose turn it is: PostgreSQL knows for all sessions, this for calls inside a job."""

    taken = False

    def take(self):
        if self.taken:
            return False
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
            [self.taken] = cursor.fetchone()
        return self.taken

    def give(self):
        self.taken = False


turn = Turn()


def once(job):
    with transaction.atomic():
        if not turn.take():
            return False
        try:
            job()
        finally:
            turn.give()
    return True
