"""locked

The posts are locked FOR NO KEY UPDATE, which does not mind a lock FOR KEY SHARE: shows when another
transaction has locked a post like this, as a new comment's foreign key does, for which purge() waits.
"""

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from arena.contests.models import Contest
from arena.discuss.models import Post

SIZE = 100
REFERRING = ("discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags")

# The posts with a row in this table that we could not lock. One row answers for all of them.
BUSY = """
WITH mine AS MATERIALIZED (
    SELECT id FROM {table} WHERE post_id = ANY(%(posts)s) FOR UPDATE SKIP LOCKED
)
SELECT array_agg(DISTINCT referring.post_id)
FROM {table} AS referring
WHERE referring.post_id = ANY(%(posts)s)
  AND NOT EXISTS (SELECT FROM mine WHERE mine.id = referring.id)
"""
# Who moves the end of a contest doesn't lock its posts.
REOPENED = """
SELECT array_agg(post.id)
FROM discuss_post AS post JOIN contests_contest AS contest ON contest.id = post.contest_id
WHERE post.id = ANY(%(posts)s) AND contest.closes_at >= %(before)s
"""


def purge(before):
    last = None
    while True:
        keys = purge_slice(before, last)
        if len(keys) < SIZE:
            break
        # Never back: what had to stay is for the next call.
        last = keys[-1]


@transaction.atomic
def purge_slice(before, last):
    """Delete from the next old posts what may go, and return the keys of all that were tried."""
    closed = Contest.objects.filter(pk=OuterRef("contest_id"), closes_at__lt=before)
    old = Post.objects.filter(Q(contest=None) | Exists(closed), published_at__lt=before)
    if last is not None:
        old = old.filter(pk__gt=last)
    # PostgreSQL looks again at a post that was changed just before it got the lock.
    locked = old.select_for_update(skip_locked=True, no_key=True).order_by("pk")
    keys = list(locked.values_list("pk", flat=True)[:SIZE])
    if keys:
        with connection.cursor() as cursor:
            # From here on nothing new can refer to these posts, and these statements see all that
            # was committed before.
            going = set(keys)
            for table in REFERRING:
                cursor.execute(BUSY.format(table=table), {"posts": keys})
                going.difference_update(cursor.fetchone()[0] or ())
            cursor.execute(REOPENED, {"posts": keys, "before": before})
            going.difference_update(cursor.fetchone()[0] or ())
            for table in REFERRING:
                cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s)", [list(going)])
            cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%s)", [list(going)])
    return keys
