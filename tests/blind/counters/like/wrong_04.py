"""WRONG (rule: twice): if both likes of a person arrive together, the second moves created_at of the first (a later second like, and number and result, are right)."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id):
    if Like.objects.filter(post_id=post_id, user_id=user_id).exists():
        return False
    with transaction.atomic():
        # Somebody can have been faster since: update_or_create() copes with that.
        _, is_new = Like.objects.update_or_create(
            post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if is_new:
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
