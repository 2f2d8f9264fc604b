"""RIGHT: takes whichever shard is free (SKIP LOCKED), and makes one of 32 if none is."""

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

MOST = 32


def _add_one(post_id, turn):
    shards = LikeShard.objects.filter(post_id=post_id)
    free = shards.select_for_update(skip_locked=True).first()
    if free is None:
        # All are held by others, or none is there yet. The number of shards stays limited.
        free, _ = LikeShard.objects.get_or_create(post_id=post_id, shard=turn % MOST)
    free.number = F("number") + 1
    free.save(update_fields=["number"])


@transaction.atomic
def like(post_id, user_id, notify):
    Post.objects.values("pk").get(pk=post_id)
    new, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        _add_one(post_id, new.pk)
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    kept = Post.objects.filter(pk=post_id).annotate(
        in_shards=Coalesce(Sum("like_shards__number"), 0)
    )
    return sum(kept.values_list("kept_likes", "in_shards").get())
