"""Breaks the rule "failure": the attempt is as before, for another try.

An advisory lock of the session keeps others away, and is given back after success only. It shows
when order() has failed and the next try comes from another thread or process, while the first
one's connection is open: it gets False. (The same session would get its own lock again.)
"""

from django.db import connection

from arena.contests.models import Attempt


def ask(sql, attempt_id):
    with connection.cursor() as cursor:
        cursor.execute(sql, [attempt_id])
        return cursor.fetchone()[0]


def award(attempt_id, order):
    finished = Attempt.objects.filter(pk=attempt_id, medal="", finished_at__isnull=False)
    if not finished.exists():
        return False
    if not ask("SELECT pg_try_advisory_lock(%s::bigint)", attempt_id):
        return False
    if ordered := finished.exists():
        medal = order(attempt_id)
        Attempt.objects.filter(pk=attempt_id).update(medal=medal)
    ask("SELECT pg_advisory_unlock(%s::bigint)", attempt_id)
    return ordered
