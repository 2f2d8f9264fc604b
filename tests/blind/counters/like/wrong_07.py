"""WRONG (rule: no error): compare and swap gives up with an error if 25 others in a row are faster, which happens only to a busy post."""

from django.db import DatabaseError, transaction
from django.utils import timezone

from arena.discuss.models import Like, Post

TRIES = 25


def count_up(post_id):
    for _ in range(TRIES):
        seen = Post.objects.values_list("kept_likes", flat=True).get(pk=post_id)
        if Post.objects.filter(pk=post_id, kept_likes=seen).update(kept_likes=seen + 1):
            return
    raise DatabaseError(f"Post {post_id} is too busy")


def like(post_id, user_id):
    with transaction.atomic():
        _, is_new = Like.objects.get_or_create(
            post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if is_new:
            count_up(post_id)
    return is_new
