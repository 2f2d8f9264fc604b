"""WRONG (rule: notify): the like is committed before; notify has another transaction, then undo."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def _add(post_id, user_id):
    Post.objects.values("pk").get(pk=post_id)
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new


@transaction.atomic
def _undo(post_id, user_id):
    gone, _ = Like.objects.filter(post_id=post_id, user_id=user_id).delete()
    if gone:
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") - 1)


def like(post_id, user_id, notify):
    # The post's row is free again before notify() starts.
    if not _add(post_id, user_id):
        return False
    try:
        with transaction.atomic():
            notify(post_id, user_id)
    except BaseException:
        _undo(post_id, user_id)
        raise
    return True


def likes(post_id):
    return Post.objects.values_list("kept_likes", flat=True).get(pk=post_id)
