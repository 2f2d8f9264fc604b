"""It skips posts with a locked comment or like. For a locked like shard or tag link it waits.

Breaks: locked
Fails: locked_rows
"""

from django.db import connection, transaction

from arena.contests.models import Contest
from arena.discuss.models import Post

SLICE = 100
WRITTEN = ("discuss_comment", "discuss_like")
CHILDREN = ("discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags")
BUSY = """
    WITH free AS MATERIALIZED (
        SELECT id FROM {table} WHERE post_id = ANY(%(keys)s) FOR UPDATE SKIP LOCKED
    )
    SELECT DISTINCT post_id FROM {table}
    WHERE post_id = ANY(%(keys)s) AND id NOT IN (SELECT id FROM free)
"""


def purge(before):
    last = 0
    while last is not None:
        last = purge_slice(before, last)


@transaction.atomic
def purge_slice(before, last):
    open_contests = Contest.objects.filter(closes_at__gte=before)
    old = Post.objects.filter(published_at__lt=before).exclude(contest__in=open_contests)
    # From here on nobody can change these posts, or add anything to them.
    locked = old.filter(pk__gt=last).order_by("pk").select_for_update(skip_locked=True)
    keys = list(locked.values_list("pk", flat=True)[:SLICE])
    last = keys[-1] if keys else None
    with connection.cursor() as cursor:
        for table in WRITTEN:
            # Somebody can have locked a comment without its post. That post stays.
            cursor.execute(BUSY.format(table=table), {"keys": keys})
            busy = {key for (key,) in cursor.fetchall()}
            keys = [key for key in keys if key not in busy]
        for table in CHILDREN:
            cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s)", [keys])
        cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%s)", [keys])
    return last
