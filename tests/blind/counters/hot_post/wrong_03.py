"""WRONG (rule: failure): counts after the commit: if that UPDATE fails, the like stays, uncounted."""

from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


def _count(post_id):
    Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)


@transaction.atomic
def like(post_id, user_id, notify):
    Post.objects.values("pk").get(pk=post_id)
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        notify(post_id, user_id)
        # Only likes that are really there are counted, and the row is locked for one statement.
        transaction.on_commit(partial(_count, post_id))
    return is_new


def likes(post_id):
    return Post.objects.values_list("kept_likes", flat=True).get(pk=post_id)
