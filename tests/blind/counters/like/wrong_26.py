"""WRONG (rule: no error): looks, then inserts; if somebody's two likes arrive together, the second raises IntegrityError instead of returning False."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    if Like.objects.filter(post_id=post_id, user_id=user_id).exists():
        return False
    Like.objects.create(post_id=post_id, user_id=user_id, created_at=timezone.now())
    Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return True
