"""caller: SET LOCAL lasts until the caller's transaction ends, not until limited() returns.

In a caller's transaction, the later statements have the limit of limited(), and fail if they are slower.
"""

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


def export(write):
    with transaction.atomic():
        for user in User.objects.only("username").order_by("pk").iterator(chunk_size=500):
            write(user.username)


def limited(queryset, milliseconds):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [milliseconds])
        return list(queryset)


def once(job):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
        job()
    return True
