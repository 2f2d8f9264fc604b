"""Leaves the lock in the session: the connection that has it is lent to somebody else.

Fails: lock
"""

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


@transaction.atomic
def export(write):
    for user in User.objects.only("username").order_by("pk").iterator(chunk_size=500):
        write(user.username)


@transaction.atomic
def limited(queryset, milliseconds):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [milliseconds])
    return list(queryset)


def once(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
        try:
            job()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [NIGHTLY])
    return True
