"""WRONG (rule: export): who is deleted between the query for 500 keys and the one for their names makes the chunk short, which ends the export."""

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


def export(write):
    last = None
    while True:
        keys = User.objects.order_by("pk").values_list("pk", flat=True)
        if last is not None:
            keys = keys.filter(pk__gt=last)
        keys = list(keys[:500])
        people = list(User.objects.filter(pk__in=keys).only("username").order_by("pk"))
        for user in people:
            write(user.username)
        if len(people) < 500:
            return
        last = keys[-1]


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
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [NIGHTLY])
            if not cursor.fetchone()[0]:
                return False
        job()
    return True

