"""no error, twice: it looks whether the like is there, and then inserts it.

When the same person's two calls arrive together, both see no like; the second INSERT waits for the
first and raises an IntegrityError, where False is due.
"""

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
