"""The ORM writes the SQL; _raw_delete() neither looks anything up nor sends signals."""

from django.db import transaction
from django.db.models import Q

from arena.discuss.models import Comment, Like, LikeShard, Post

SLICE = 100
CHILDREN = Like, LikeShard, Post.tags.through, Comment


def purge(before):
    last = 0
    while last is not None:
        last = purge_slice(before, last)


@transaction.atomic
def purge_slice(before, last):
    over = Q(contest=None) | Q(contest__closes_at__lt=before)
    old = Post.objects.filter(over, published_at__lt=before, pk__gt=last).order_by("pk")
    locked = old.select_for_update(of=["self"], skip_locked=True).only("pk")
    posts = {post.pk for post in locked[:SLICE]}
    if not posts:
        return None
    last = max(posts)
    for model in CHILDREN:
        rows = model._base_manager.filter(post__in=posts)
        free = rows.select_for_update(skip_locked=True)
        posts -= set(rows.exclude(pk__in=free.values("pk")).values_list("post", flat=True))
    for model in CHILDREN:
        rows = model._base_manager.filter(post__in=posts)
        rows._raw_delete(rows.db)
    gone = Post.objects.filter(pk__in=posts)
    gone._raw_delete(gone.db)
    return last
