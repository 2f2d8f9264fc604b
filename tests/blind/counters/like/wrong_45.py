"""result

The process remembers which likes it has seen and answers False without asking the database. When a like was deleted since, or
when the caller's transaction rolled it back, the next like is new, but gets False and is not stored.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post

_seen = set()


def like(post_id, user_id):
    if (post_id, user_id) in _seen:
        return False
    with transaction.atomic():
        _, is_new = Like.objects.get_or_create(
            post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if is_new:
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    _seen.add((post_id, user_id))
    return is_new
