"""Locks in this process: the site has others, and each of them runs the job.

Fails: answer
"""

import threading

from django.db import connection, transaction

from arena.accounts.models import User

running = threading.Lock()


@transaction.atomic
def export(write):
    for user in User.objects.only("username").order_by("pk").iterator(chunk_size=500):
        write(user.username)


@transaction.atomic
def limited(queryset, milliseconds):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = %s", [milliseconds])
    return list(queryset)


def once(job):
    if not running.acquire(blocking=False):
        return False
    try:
        job()
    finally:
        running.release()
    return True
