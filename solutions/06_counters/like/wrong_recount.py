"""Count the likes again after each one: nobody sees the likes that others have not committed.

Breaks: number
Fails: crowd
"""

from django.db import transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        likes = Like.objects.filter(post_id=post_id).count()
        Post.objects.filter(pk=post_id).update(kept_likes=likes)
    return is_new
