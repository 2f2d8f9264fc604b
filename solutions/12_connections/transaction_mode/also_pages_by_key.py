"""Reads the export page by page, by key: it holds no connection while it writes.

The limit is set in a block that is rolled back, so that it is as it was before.
"""

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


def export(write):
    last, people = 0, User.objects.only("username").order_by("pk")
    while page := list(people.filter(pk__gt=last)[:500]):
        for user in page:
            write(user.username)
        last = page[-1].pk


def limited(queryset, milliseconds):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [milliseconds])
        rows = list(queryset)
        transaction.set_rollback(True)
    return rows


def once(job):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('nightly'))")
        [mine] = cursor.fetchone()
        if mine:
            job()
    return mine
