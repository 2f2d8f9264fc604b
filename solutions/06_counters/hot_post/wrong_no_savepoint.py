"""In a caller's transaction it makes no savepoint: when notify() fails there, the like stays.

Breaks: failure
Fails: failure
"""

from contextlib import nullcontext

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id, notify):
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        _, is_new = Like.objects.get_or_create(
            post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if is_new:
            notify(post_id, user_id)
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new


def likes(post_id):
    return Post.objects.values_list("kept_likes", flat=True).get(pk=post_id)
