"""Behind PgBouncer the export fails, the time limit does not limit, and the night's job runs twice.

On a laptop all three work, and so they do when each client has its own connection to PostgreSQL. In
PgBouncer's transaction mode, a client has one for the length of a transaction; without a
transaction, for one statement. The next one may go to another connection. What the first has left
behind in its session is not there, and whoever is lent that connection next has it.

Change export(), limited() and once() so that each is right although any statement outside of a
transaction may go to another connection.

Allowed: export() fetches at most 500 rows with one statement, unless it streams them by COPY; it
may keep a connection to its end. No setting and no lock stays behind in a connection. The result
stays as it is: export() writes the names in the order of the primary key; who is there all the time
is written once, whoever else goes meanwhile. limited() returns a list, and raises OperationalError
when the database takes longer. once() runs job() and says True; whoever else calls once() while it
runs is told False at once, and that job does not run. What job() raises reaches the caller, and
then the lock is free; whether something that it wrote stays does not matter.
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
