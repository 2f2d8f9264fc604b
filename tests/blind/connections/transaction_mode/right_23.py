"""RIGHT: a cursor in the server within a transaction, fetched 500 at a time; savepoints by hand; one statement asks for the lock."""

from django.db import connection, transaction

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


def export(write):
    people = User.objects.order_by("pk").values_list("username")
    sql, params = people.query.sql_with_params()
    with transaction.atomic():
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute(f"DECLARE everybody NO SCROLL CURSOR FOR {sql}", params)
            while True:
                cursor.execute("FETCH 500 FROM everybody")
                names = cursor.fetchall()
                if not names:
                    break
                for (username,) in names:
                    write(username)
            cursor.execute("CLOSE everybody")


def limited(queryset, milliseconds):
    with transaction.atomic():
        inner = transaction.savepoint()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT setting FROM pg_settings WHERE name = 'statement_timeout'")
                before = int(cursor.fetchone()[0])
                cursor.execute(f"SET LOCAL statement_timeout = {int(milliseconds)}")
                rows = list(queryset)
                cursor.execute(f"SET LOCAL statement_timeout = {before}")
        except BaseException:
            transaction.savepoint_rollback(inner)
            raise
        transaction.savepoint_commit(inner)
    return rows


@transaction.atomic
def once(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 WHERE pg_try_advisory_xact_lock(%s)", [NIGHTLY])
        ours = cursor.fetchone() is not None
    if ours:
        job()
    return ours
