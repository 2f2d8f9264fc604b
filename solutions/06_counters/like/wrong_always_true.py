"""The second like is refused by the constraint, and True is returned all the same.

Breaks: result
Fails: answer
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
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    except IntegrityError:
        pass
    return True
