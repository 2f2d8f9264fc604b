"""WRONG (rule: failure): if the UPDATE fails with an OperationalError (statement_timeout, lock_timeout), the like stays and is not counted; all other errors undo both."""

import logging

from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post

logger = logging.getLogger(__name__)


@transaction.atomic
def like(post_id, user_id):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        try:
            with transaction.atomic():
                Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
        except OperationalError:
            # The database has a bad minute. The like counts more than the number.
            logger.exception("A like of post %s is not counted yet", post_id)
    return is_new
