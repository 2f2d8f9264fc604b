"""Behind PgBouncer the export fails, the time limit does nothing, and the nightly job runs twice.

In PgBouncer's transaction mode, a client has a connection to PostgreSQL until its transaction ends.
Without one, each statement may go to another connection; what it leaves in the session stays there.

Correct export(), limited() and once() for that mode.

Rules:
- export: writes all names once, by primary key, while others may delete people.
- limited: returns a list; PostgreSQL ends a slower query, with OperationalError.
- once: runs job() and returns True; other calls then return False immediately, without their job.
- error: what job() raises reaches the caller; the lock is free, even in a caller's transaction.
- session: no setting or lock stays in a connection.
- caller: a transaction around limited() has its old limit afterwards.

Allowed:
- fetched: at most 500 people per statement, unless COPY streams them.
"""

from django.db import connection

from arena.accounts.models import User

NIGHTLY = 2107  # the number of the lock


def export(write):
    for user in User.objects.only("username").order_by("pk").iterator(chunk_size=500):
        write(user.username)


def limited(queryset, milliseconds):
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = %s", [milliseconds])
        try:
            return list(queryset)
        finally:
            cursor.execute("RESET statement_timeout")


def once(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [NIGHTLY])
        if not cursor.fetchone()[0]:
            return False
        try:
            job()  # TODO: which connection has the lock now, and which one is asked to unlock?
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [NIGHTLY])
    return True
