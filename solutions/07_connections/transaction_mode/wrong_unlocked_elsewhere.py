"""Unlocks when the transaction is over: another connection is asked, which knows of no lock.

Fails: lock_stays
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
        try:
            with transaction.atomic():
                cursor.execute("SELECT pg_try_advisory_lock(%s)", [NIGHTLY])
                [mine] = cursor.fetchone()
                if mine:
                    job()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [NIGHTLY])
    return mine
