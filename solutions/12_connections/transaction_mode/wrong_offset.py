"""Pages by OFFSET: when people of an earlier page are deleted, others are skipped.

Breaks: export
Fails: answer
"""

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock
LIMIT = "SELECT set_config('statement_timeout', %s, true)"  # true: for this transaction


def export(write):
    people, start = User.objects.only("username").order_by("pk"), 0
    while page := list(people[start : start + 500]):
        for user in page:
            write(user.username)
        start += 500


@transaction.atomic
def limited(queryset, milliseconds):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        [usual] = cursor.fetchone()
        cursor.execute(LIMIT, [str(milliseconds)])
        rows = list(queryset)
        cursor.execute(LIMIT, [usual])
    return rows


@transaction.atomic
def once(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
    job()
    return True
