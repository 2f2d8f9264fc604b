"""WRONG (rule: failure): an IntegrityError of notify() is taken for a second like, and not raised."""

from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

SHARDS = 16


def like(post_id, user_id, notify):
    Post.objects.values("pk").get(pk=post_id)
    try:
        with transaction.atomic():
            new = Like.objects.create(
                post_id=post_id, user_id=user_id, created_at=timezone.now()
            )
            part, _ = LikeShard.objects.get_or_create(post_id=post_id, shard=new.pk % SHARDS)
            LikeShard.objects.filter(pk=part.pk).update(number=F("number") + 1)
            notify(post_id, user_id)
    except IntegrityError:
        # one_like_per_person
        return False
    return True


def likes(post_id):
    return (
        Post.objects.filter(pk=post_id)
        .annotate(n=F("kept_likes") + Coalesce(Sum("like_shards__number"), 0))
        .values_list("n", flat=True)
        .get()
    )
