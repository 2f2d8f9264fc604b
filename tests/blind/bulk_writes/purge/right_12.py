"""Right: the same with the ORM: select_for_update(of=self), and deletes that fetch nothing."""

from django.db import transaction
from django.db.models import Q

from arena.discuss.models import Comment, Like, LikeShard, Post

CHILDREN = [Like, LikeShard, Post.tags.through, Comment]
SLICE = 100


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
    over = Q(contest=None) | Q(contest__closes_at__lt=before)
    old = Post.objects.filter(over, published_at__lt=before).order_by("pk")
    last = 0
    while True:
        with transaction.atomic():
            some = old.filter(pk__gt=last).select_for_update(skip_locked=True, of=("self",))
            posts = [post.pk for post in some.only("pk")[:SLICE]]
            if not posts:
                return
            last = posts[-1]
            for model in CHILDREN:
                posts = without_busy(model, posts)
            for model in CHILDREN:
                rows = model.objects.filter(post_id__in=posts)
                rows._raw_delete(rows.db)
            gone = Post.objects.filter(pk__in=posts)
            gone._raw_delete(gone.db)
