"""Wrong, waiting: select_for_update() without of= locks the contest of each old post as well. Who edits
it, or begins an attempt at it, waits; and a contest that is locked keeps its posts alive."""

from django.db import transaction
from django.db.models import Q

from arena.discuss.models import Comment, Like, LikeShard, Post

CHILDREN = [Like, LikeShard, Post.tags.through, Comment]


def without_busy(model, posts):
    """Lock the rows of these posts. Return the posts of which no row is locked by others."""
    rows = model.objects.filter(post_id__in=posts)
    numbers = (
        "SELECT post_id FROM {table} WHERE post_id = ANY(%s::bigint[]) EXCEPT ALL "
        "SELECT post_id FROM ("
        "SELECT post_id FROM {table} WHERE post_id = ANY(%s::bigint[]) FOR UPDATE SKIP LOCKED) AS free"
    ).format(table=model._meta.db_table)
    with transaction.get_connection(rows.db).cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT post_id FROM ({numbers}) AS busy", [posts, posts])
        busy = {post for (post,) in cursor.fetchall()}
    return [post for post in posts if post not in busy]


def purge(before):
    old = Post.objects.filter(published_at__lt=before).order_by("pk")
    for some in (old.filter(contest=None), old.filter(contest__closes_at__lt=before)):
        last = 0
        while True:
            with transaction.atomic():
                posts = list(
                    some.filter(pk__gt=last)
                    .select_for_update(skip_locked=True)
                    .values_list("pk", flat=True)[:100]
                )
                if not posts:
                    break
                last = posts[-1]
                for model in CHILDREN:
                    posts = without_busy(model, posts)
                for model in CHILDREN:
                    rows = model.objects.filter(post_id__in=posts)
                    rows._raw_delete(rows.db)
                gone = Post.objects.filter(pk__in=posts)
                gone._raw_delete(gone.db)
