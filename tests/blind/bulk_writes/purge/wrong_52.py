"""meantime: the keys are read without a lock, so a post that is published anew after that is not whole.

If somebody publishes a post of the slice anew before its comments are deleted, the last DELETE spares the post, but its
comments, likes and tag links are gone.
"""

from django.db import transaction
from django.db.models import Q

from arena.discuss.models import Comment, Like, LikeShard, Post


def purge(before):
    over = Q(contest=None) | Q(contest__closes_at__lt=before)
    old = Post.objects.filter(over, published_at__lt=before)
    last = 0
    while True:
        ids = list(old.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:100])
        if not ids:
            return
        last = ids[-1]
        with transaction.atomic():
            for model in [Post.tags.through, Like, LikeShard, Comment]:
                rows = model.objects.filter(post__in=ids)
                rows._raw_delete(rows.db)
            posts = Post.objects.filter(pk__in=ids, published_at__lt=before)
            posts._raw_delete(posts.db)
