"""RIGHT: no shards: the post's row is updated last, after notify, so it is held for a moment only."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id, notify):
    post = Post.objects.values("pk").get(pk=post_id)
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        notify(post_id, user_id)
        # Nothing slow comes after this lock.
        Post.objects.filter(pk=post["pk"]).update(kept_likes=F("kept_likes") + 1)
    return is_new


def likes(post_id):
    return Post.objects.values_list("kept_likes", flat=True).get(pk=post_id)
