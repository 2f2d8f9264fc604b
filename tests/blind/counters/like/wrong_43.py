"""twice (and result)

Whether the like is new is told by its moment. Two calls of the same person within the same microsecond (or with a clock that
stands still or was set back) both find "their" moment: both return True and the post counts two.
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id):
    moment = timezone.now()
    with transaction.atomic():
        Like.objects.bulk_create(
            [Like(post_id=post_id, user_id=user_id, created_at=moment)], ignore_conflicts=True
        )
        is_new = Like.objects.filter(
            post_id=post_id, user_id=user_id, created_at=moment
        ).exists()
        if is_new:
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
