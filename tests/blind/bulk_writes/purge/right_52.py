"""The ORM: select_for_update(skip_locked=True) for posts and, in subqueries, for their rows; then deletes without a cascade."""

from django.db import transaction
from django.db.models import Q

from arena.contests.models import Contest
from arena.discuss.models import Comment, Like, LikeShard, Post

REFERRING = [Post.tags.through, Like, LikeShard, Comment]


def lock_old_posts(before, after):
    ended = Contest.objects.filter(closes_at__lt=before).values("pk")
    posts = Post.objects.select_for_update(skip_locked=True).filter(
        Q(contest=None) | Q(contest__in=ended), published_at__lt=before, pk__gt=after
    )
    return list(posts.order_by("pk").values_list("pk", flat=True)[:100])


def lock_rows(model, ids):
    """Lock what is free, and return the posts with rows that are not."""
    rows = model.objects.filter(post__in=ids)
    mine = model.objects.filter(post__in=ids).select_for_update(skip_locked=True).values("pk")
    return set(rows.exclude(pk__in=mine).values_list("post", flat=True).distinct())


def purge(before):
    after = 0
    while True:
        with transaction.atomic():
            ids = lock_old_posts(before, after)
            if not ids:
                break
            after = ids[-1]
            stay = set()
            for model in REFERRING:
                stay |= lock_rows(model, ids)
            going = [pk for pk in ids if pk not in stay]
            for model in REFERRING:
                rows = model.objects.filter(post__in=going)
                if going:
                    rows._raw_delete(rows.db)
            if going:
                posts = Post.objects.filter(pk__in=going)
                posts._raw_delete(posts.db)
