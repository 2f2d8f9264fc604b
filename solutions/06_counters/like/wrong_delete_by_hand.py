"""No transaction: a like whose number cannot be written is deleted again.

Until then everybody sees a like that the number misses; if the server goes away, it stays so.

Breaks: number
Fails: others
"""

from django.db import DatabaseError
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        try:
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
        except DatabaseError:
            Like.objects.filter(post_id=post_id, user_id=user_id).delete()
            raise
    return is_new
