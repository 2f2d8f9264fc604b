"""A second like is ignored by the table and counted all the same.

Breaks: twice
Fails: answer
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    new = Like(post_id=post_id, user_id=user_id, created_at=timezone.now())
    Like.objects.bulk_create([new], ignore_conflicts=True)
    Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return True
