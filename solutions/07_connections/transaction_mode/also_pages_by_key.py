"""Reads the export page by page, each after the last key: it holds no connection while it writes.

The limit is set, and set back, in the transaction that it is for; a rollback sets it back as well.
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


@transaction.atomic
def limited(queryset, milliseconds):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
        rows = list(queryset)
        cursor.execute("RESET statement_timeout")
    return rows


def once(job):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('nightly'))")
        [mine] = cursor.fetchone()
        if mine:
            job()
    return mine
