"""WRONG (rule: result): a process remembers whose likes it has seen; after a like is deleted, a new like by the same person is taken for a second one: False, and no like is made."""

from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post

# People click twice. A second like needs no database if this process has seen the first.
MOST = 100_000
seen = set()


def remember(pair):
    if len(seen) >= MOST:
        seen.clear()
    seen.add(pair)


def like(post_id, user_id):
    pair = (post_id, user_id)
    if pair in seen:
        return False
    with transaction.atomic():
        _, is_new = Like.objects.get_or_create(
            post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if is_new:
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
        transaction.on_commit(partial(remember, pair))
    return is_new
