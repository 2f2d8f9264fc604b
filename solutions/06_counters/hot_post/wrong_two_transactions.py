"""The number first, in a transaction of its own: a notify() that fails leaves it without a like.

Breaks: failure
Fails: failure
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id, notify):
    if Like.objects.filter(post_id=post_id, user_id=user_id).exists():
        return False
    Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    with transaction.atomic():
        _, is_new = Like.objects.get_or_create(
            post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    return Post.objects.values_list("kept_likes", flat=True).get(pk=post_id)
