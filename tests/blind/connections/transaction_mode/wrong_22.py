"""WRONG (rule: caller): SET LOCAL outlives the savepoint; a transaction around limited() keeps the new limit."""

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
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [milliseconds])
        return list(queryset)


def once(job):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
            if not cursor.fetchone()[0]:
                return False
        job()
    return True

