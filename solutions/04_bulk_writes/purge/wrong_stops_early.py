"""It stops at the first slice of which no post can go. Other old posts behind it stay as well.

Breaks: old
Fails: locked_rows
"""

from django.db import connection, transaction

from arena.contests.models import Contest
from arena.discuss.models import Post

SLICE = 100
CHILDREN = ("discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags")
BUSY = """
    WITH free AS MATERIALIZED (
        SELECT id FROM {table} WHERE post_id = ANY(%(keys)s) FOR UPDATE SKIP LOCKED
    )
    SELECT DISTINCT post_id FROM {table}
    WHERE post_id = ANY(%(keys)s) AND id NOT IN (SELECT id FROM free)
"""


def purge(before):
    while purge_slice(before):
        pass


@transaction.atomic
def purge_slice(before):
    open_contests = Contest.objects.filter(closes_at__gte=before)
    old = Post.objects.filter(published_at__lt=before).exclude(contest__in=open_contests)
    # From here on nobody can change these posts, or add anything to them.
    locked = old.order_by("pk").select_for_update(skip_locked=True)
    keys = list(locked.values_list("pk", flat=True)[:SLICE])
    with connection.cursor() as cursor:
        for table in CHILDREN:
            # Somebody can have locked a comment without its post. That post stays.
            cursor.execute(BUSY.format(table=table), {"keys": keys})
            busy = {key for (key,) in cursor.fetchall()}
            keys = [key for key in keys if key not in busy]
        for table in CHILDREN:
            cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s)", [keys])
        cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%s)", [keys])
    return keys
