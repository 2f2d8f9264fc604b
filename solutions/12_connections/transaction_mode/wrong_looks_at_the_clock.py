"""Waits for the result, and then finds that it took too long: nothing ends the query.

Breaks: limited
Fails: answer
"""

from time import monotonic

from django.db import OperationalError, connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


@transaction.atomic
def export(write):
    for user in User.objects.only("username").order_by("pk").iterator(chunk_size=500):
        write(user.username)


def limited(queryset, milliseconds):
    began = monotonic()
    rows = list(queryset)
    if 1000 * (monotonic() - began) > milliseconds:
        raise OperationalError("The query took too long.")
    return rows


@transaction.atomic
def once(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
    job()
    return True
