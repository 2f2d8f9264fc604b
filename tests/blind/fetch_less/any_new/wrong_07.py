"""WRONG: dot. lru_cache remembers False for (post, since): a comment that is written or approved later never lights the dot while `since` is the same."""

from functools import lru_cache

from arena.discuss.models import Comment


def after(post_id, since):
    return Comment.objects.filter(post=post_id, is_approved=True, created_at__gt=since)


@lru_cache(maxsize=10_000)
def any_new(post_id, since):
    return after(post_id, since).exists()


def new_comments(post_id, since):
    comments = after(post_id, since).order_by("-created_at", "-pk")
    return list(comments.values_list("body", flat=True)) or None
