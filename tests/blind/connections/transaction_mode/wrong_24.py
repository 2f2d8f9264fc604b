"""WRONG (rule: caller): puts back the connection's default, not the limit that the caller's transaction had set itself."""

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
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(milliseconds)])
        result = list(queryset)
        # SET LOCAL would last until the end of the caller's transaction.
        cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    return result


def once(job):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
            if not cursor.fetchone()[0]:
                return False
        job()
    return True

