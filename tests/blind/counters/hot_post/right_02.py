"""RIGHT: a shard of 32 at random, update_or_create() with create_defaults; read by a subquery."""

import secrets

from django.db import transaction
from django.db.models import F, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

SHARDS = 32


def like(post_id, user_id, notify):
    with transaction.atomic():
        post = Post.objects.only("pk").get(pk=post_id)
        _, is_new = Like.objects.get_or_create(
            post=post, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if not is_new:
            return False
        LikeShard.objects.update_or_create(
            post_id=post_id,
            shard=secrets.randbelow(SHARDS),
            defaults={"number": F("number") + 1},
            create_defaults={"number": 1},
        )
        notify(post_id, user_id)
    return True


def likes(post_id):
    parts = LikeShard.objects.filter(post=OuterRef("pk")).order_by().values("post")
    total = Subquery(parts.annotate(total=Sum("number")).values("total"))
    number = F("kept_likes") + Coalesce(total, 0, output_field=IntegerField())
    return Post.objects.annotate(n=number).values_list("n", flat=True).get(pk=post_id)
