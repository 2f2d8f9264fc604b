"""FOR UPDATE locks the joined contests too: nobody can change them, or take part.

Breaks: waiting
Fails: waiting
"""

from django.db import connection, transaction

from arena.discuss.models import Post

SLICE = 100
CHILDREN = ("discuss_comment", "discuss_like", "discuss_likeshard", "discuss_post_tags")


def purge(before):
    old = Post.objects.filter(published_at__lt=before)
    for posts in (old.filter(contest=None), old.filter(contest__closes_at__lt=before)):
        while purge_slice(posts) == SLICE:
            pass


@transaction.atomic
def purge_slice(old):
    # From here on nobody can change these posts, or add anything to them.
    locked = old.order_by("pk").select_for_update(skip_locked=True)
    keys = list(locked.values_list("pk", flat=True)[:SLICE])
    with connection.cursor() as cursor:
        for table in CHILDREN:
            cursor.execute(f"DELETE FROM {table} WHERE post_id = ANY(%s)", [keys])
        cursor.execute("DELETE FROM discuss_post WHERE id = ANY(%s)", [keys])
    return len(keys)
