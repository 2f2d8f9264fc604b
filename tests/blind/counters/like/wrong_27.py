"""WRONG (rule: twice): if somebody's two likes arrive together, both see none, the second insert is ignored, but both are counted and return True."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    is_new = not Like.objects.filter(post_id=post_id, user_id=user_id).exists()
    if is_new:
        Like.objects.bulk_create(
            [Like(post_id=post_id, user_id=user_id, created_at=timezone.now())],
            ignore_conflicts=True,
        )
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
