"""RIGHT: ask for forgiveness: create and count in one block; a refused like is looked for after it."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id):
    try:
        with transaction.atomic():
            Like.objects.create(post_id=post_id, user_id=user_id, created_at=timezone.now())
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    except IntegrityError:
        # A second like, or something else (no such post, no such user), which is not ours to hide.
        if Like.objects.filter(post_id=post_id, user_id=user_id).exists():
            return False
        raise
    return True
