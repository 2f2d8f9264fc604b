"""export: pages by OFFSET shift when somebody is deleted.

If people of the first page are deleted while it is written, as many of the next ones move into it, and
their names are never written. 501 people show it.
"""

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


def export(write):
    names = User.objects.order_by("pk").values_list("username", flat=True)
    start = 0
    while page := list(names[start : start + 500]):
        for name in page:
            write(name)
        start += 500


def limited(queryset, milliseconds):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        old = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
        rows = list(queryset)
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [old])
    return rows


def once(job):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
        job()
    return True
