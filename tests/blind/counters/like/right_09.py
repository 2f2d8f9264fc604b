"""RIGHT: an advisory lock for the pair of post and user until the commit, and F() for the number."""

from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


@contextmanager
def alone(post_id, user_id):
    """A transaction in which nobody else works at this person's like of this post."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"like {post_id} {user_id}"],
            )
        yield


def like(post_id, user_id):
    pair = {"post_id": post_id, "user_id": user_id}
    with alone(**pair):
        if Like.objects.filter(**pair).exists():
            return False
        _, is_new = Like.objects.get_or_create(**pair, defaults={"created_at": timezone.now()})
        if is_new:
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
        return is_new
