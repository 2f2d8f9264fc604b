"""failure: the like and the number are two transactions.

If the UPDATE fails (a lock timeout, a lost connection), the like stays and the number lacks it; a
second try finds the like, and never counts it.
"""

from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
