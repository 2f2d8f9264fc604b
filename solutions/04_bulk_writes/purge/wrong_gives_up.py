"""It stops at the first post that is locked, and the others of the slice stay.

Breaks: locked
Fails: waiting
"""

from django.db import DatabaseError, connection, transaction

from arena.contests.models import Contest
from arena.discuss.models import Post

SLICE = 100
CHILDREN = ("discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags")


def purge(before):
    try:
        while purge_slice(before) == SLICE:
            pass
    except DatabaseError:
        pass  # the next night


@transaction.atomic
def purge_slice(before):
    open_contests = Contest.objects.filter(closes_at__gte=before)
    old = Post.objects.filter(published_at__lt=before).exclude(contest__in=open_contests)
    # From here on nobody can change these posts, or add anything to them.
    locked = old.order_by("pk").select_for_update(nowait=True)
    keys = list(locked.values_list("pk", flat=True)[:SLICE])
    with connection.cursor() as cursor:
        for table in CHILDREN:
            cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s)", [keys])
        cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%s)", [keys])
    return len(keys)
