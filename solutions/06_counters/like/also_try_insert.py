"""Insert without a look first; the constraint says whether the like is new.

The inner block is a savepoint: without it the refused insert would end the transaction.
"""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    try:
        with transaction.atomic():
            Like.objects.create(post_id=post_id, user_id=user_id, created_at=timezone.now())
    except IntegrityError:
        return False
    Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return True
