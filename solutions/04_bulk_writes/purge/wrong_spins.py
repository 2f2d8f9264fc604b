"""It runs until no old post is left, and one is locked: the same query again and again.

Breaks: locked
Fails: waiting
"""

from django.db import connection, transaction

from arena.contests.models import Contest
from arena.discuss.models import Post

SLICE = 100
CHILDREN = ("discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags")


def purge(before):
    while old_posts(before).exists():
        purge_slice(before)


def old_posts(before):
    open_contests = Contest.objects.filter(closes_at__gte=before)
    return Post.objects.filter(published_at__lt=before).exclude(contest__in=open_contests)


@transaction.atomic
def purge_slice(before):
    # From here on nobody can change these posts, or add anything to them.
    locked = old_posts(before).order_by("pk").select_for_update(skip_locked=True)
    keys = list(locked.values_list("pk", flat=True)[:SLICE])
    with connection.cursor() as cursor:
        for table in CHILDREN:
            cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s)", [keys])
        cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%s)", [keys])
    return len(keys)
