"""SET and RESET outside of a transaction: each may go to another connection.

Breaks: limited
Fails: limit
"""

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


@transaction.atomic
def export(write):
    for user in User.objects.only("username").order_by("pk").iterator(chunk_size=500):
        write(user.username)


def limited(queryset, milliseconds):
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = %s", [milliseconds])
        try:
            return list(queryset)
        finally:
            cursor.execute("RESET statement_timeout")


@transaction.atomic
def once(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
    job()
    return True
