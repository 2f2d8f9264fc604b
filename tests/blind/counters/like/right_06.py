"""RIGHT: compare and swap, tried until it works: the update demands the number that was read."""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


def count_up(post_id):
    while True:
        seen = Post.objects.filter(pk=post_id).values_list("kept_likes", flat=True).first()
        if seen is None:
            return  # There is no such post: the commit fails by the foreign key.
        if Post.objects.filter(pk=post_id, kept_likes=seen).update(kept_likes=seen + 1):
            return


def like(post_id, user_id):
    with transaction.atomic():
        _, is_new = Like.objects.get_or_create(
            post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if is_new:
            count_up(post_id)
    return is_new
