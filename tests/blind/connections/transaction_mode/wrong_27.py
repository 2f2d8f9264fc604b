"""WRONG (rule: session): closes the lock's own connection, but behind PgBouncer that ends no session: the lock stays in there, and no job runs again."""

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


def export(write):
    last = None
    while True:
        people = User.objects.order_by("pk").values_list("pk", "username")
        if last is not None:
            people = people.filter(pk__gt=last)
        chunk = list(people[:500])
        if not chunk:
            return
        for _, username in chunk:
            write(username)
        last = chunk[-1][0]


def limited(queryset, milliseconds):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        old = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
        result = list(queryset)
        # After an error, the savepoint takes the limit back.
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [old])
    return result


def once(job):
    keeper = connection.copy()
    try:
        with keeper.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [NIGHTLY])
            if not cursor.fetchone()[0]:
                return False
        job()
        return True
    finally:
        keeper.close()  # the lock goes with its session
