"""The posts go in slices, but all comments and likes go in one statement before.

Breaks: slices
Fails: slices
"""

from django.db import connection, transaction

from arena.contests.models import Contest
from arena.discuss.models import Post

SLICE = 100
CHILDREN = ("discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags")


def purge(before):
    delete_children(before)
    while purge_slice(before) == SLICE:
        pass


def delete_children(before):
    with transaction.atomic(), connection.cursor() as cursor:
        for table in CHILDREN:
            cursor.execute(
                f"DELETE FROM {table} USING discuss_post AS post WHERE post_id = post.id "
                "AND published_at < %(before)s AND (contest_id IS NULL OR contest_id IN "
                "(SELECT id FROM contests_contest WHERE closes_at < %(before)s))",
                {"before": before},
            )


@transaction.atomic
def purge_slice(before):
    open_contests = Contest.objects.filter(closes_at__gte=before)
    old = Post.objects.filter(published_at__lt=before).exclude(contest__in=open_contests)
    # From here on nobody can change these posts, or add anything to them.
    locked = old.order_by("pk").select_for_update(skip_locked=True)
    keys = list(locked.values_list("pk", flat=True)[:SLICE])
    with connection.cursor() as cursor:
        for table in CHILDREN:
            cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s)", [keys])
        cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%s)", [keys])
    return len(keys)
