"""Every error of the database counts as a second like: the visitor is told nothing of a failure.

Breaks: result
Fails: failure
"""

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id):
    try:
        with transaction.atomic():
            Like.objects.create(post_id=post_id, user_id=user_id, created_at=timezone.now())
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    except DatabaseError:
        return False
    return True
