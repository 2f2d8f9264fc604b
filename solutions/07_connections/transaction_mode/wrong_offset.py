"""Pages by OFFSET: when somebody goes whose page has been read, somebody else is left out.

Fails: answer
"""

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


def export(write):
    people, start = User.objects.only("username").order_by("pk"), 0
    while page := list(people[start : start + 500]):
        for user in page:
            write(user.username)
        start += 500


@transaction.atomic
def limited(queryset, milliseconds):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [milliseconds])
    return list(queryset)


@transaction.atomic
def once(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
    job()
    return True
