"""The like is new if its time is that of this call: two clicks can have the same microsecond.

Breaks: twice
Fails: twice
"""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    mine = {"post_id": post_id, "user_id": user_id, "created_at": timezone.now()}
    Like.objects.bulk_create([Like(**mine)], ignore_conflicts=True)
    is_new = Like.objects.filter(**mine).exists()
    if is_new:
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
