"""The number is added after the commit: when that fails, the like is there and stays uncounted.

on_commit() is for what must not happen when the transaction fails, such as an e-mail. What belongs
to the transaction belongs inside.

Breaks: failure
Fails: failure
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        add = Post.objects.filter(pk=post_id)
        transaction.on_commit(lambda: add.update(kept_likes=F("kept_likes") + 1))
    return is_new
