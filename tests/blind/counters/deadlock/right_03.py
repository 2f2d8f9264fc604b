"""RIGHT: an advisory lock lets one move in at a time, posts are updated lowest id first; comments are moved first and counted by RETURNING."""

import random
import time

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from arena.discuss.models import Post

MOVES = 20_250_101  # the key of the advisory lock


def move(source, target):
    for wait in (0.05, 0.1, 0.2, None):
        try:
            return alone(source, target)
        except DatabaseError as error:
            code = getattr(error.__cause__, "sqlstate", None)
            code = code or getattr(error.__cause__, "pgcode", None)
            if code not in {"40001", "40P01"} or wait is None:
                raise
            time.sleep(wait * random.random())


def alone(source, target):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout')")
            setting = cursor.fetchone()[0]
            cursor.execute("SELECT set_config('lock_timeout', '1500ms', true)")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [MOVES])
            cursor.execute(
                "UPDATE discuss_comment SET post_id = %s WHERE post_id = %s RETURNING is_approved",
                [target, source],
            )
            flags = [row[0] for row in cursor.fetchall()]
        change = {source: -flags.count(True), target: flags.count(True)}
        for pk in sorted(change):
            Post.objects.filter(pk=pk).update(kept_comments=F("kept_comments") + change[pk])
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [setting])
        return len(flags)
