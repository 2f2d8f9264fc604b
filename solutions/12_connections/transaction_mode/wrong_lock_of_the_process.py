"""A lock of this process: the site has others, and each of them runs the job.

Breaks: once
Fails: answer
"""

import threading

from django.db import connection, transaction

from arena.accounts.models import User

LIMIT = "SELECT set_config('statement_timeout', %s, true)"  # true: for this transaction
running = threading.Lock()


@transaction.atomic
def export(write):
    for user in User.objects.only("username").order_by("pk").iterator(chunk_size=500):
        write(user.username)


@transaction.atomic
def limited(queryset, milliseconds):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        [usual] = cursor.fetchone()
        cursor.execute(LIMIT, [str(milliseconds)])
        rows = list(queryset)
        cursor.execute(LIMIT, [usual])
    return rows


def once(job):
    if not running.acquire(blocking=False):
        return False
    try:
        job()
    finally:
        running.release()
    return True
