"""The ORM writes the SQL; _raw_delete() neither looks anything up nor sends signals."""

from django.db import transaction
from django.db.models import Q

from arena.discuss.models import Comment, Like, LikeShard, Post

SLICE = 100


def purge(before):
    size = SLICE
    while size == SLICE:
        size = purge_slice(before)


@transaction.atomic
def purge_slice(before):
    over = Q(contest=None) | Q(contest__closes_at__lt=before)
    old = Post.objects.filter(over, published_at__lt=before)
    locked = old.select_for_update(of=["self"], skip_locked=True).only("pk")
    keys = [post.pk for post in locked[:SLICE]]
    for model in (Like, LikeShard, Post.tags.through, Comment):
        rows = model._base_manager.filter(post__in=keys)
        rows._raw_delete(rows.db)
    posts = Post.objects.filter(pk__in=keys)
    posts._raw_delete(posts.db)
    return len(keys)
