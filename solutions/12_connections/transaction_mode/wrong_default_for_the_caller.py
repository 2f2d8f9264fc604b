"""Sets the limit back to the session's default, and not to what the caller had set.

Breaks: caller
Fails: caller
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
        rows = list(queryset)
        cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    return rows


@transaction.atomic
def once(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
    job()
    return True
