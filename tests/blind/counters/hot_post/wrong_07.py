"""WRONG (limit: reading): 128 shards at random: after 400 likes the sum reads more than 100 rows."""

import secrets

from django.db import transaction
from django.db.models import F, IntegerField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

# The more there are, the less likely do two people meet.
SHARDS = 128


@transaction.atomic
def like(post_id, user_id, notify):
    Post.objects.values("pk").get(pk=post_id)
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        LikeShard.objects.update_or_create(
            post_id=post_id,
            shard=secrets.randbelow(SHARDS),
            defaults={"number": F("number") + 1},
            create_defaults={"number": 1},
        )
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    parts = LikeShard.objects.filter(post=OuterRef("pk")).order_by().values("post")
    total = Subquery(parts.annotate(total=Sum("number")).values("total"))
    number = F("kept_likes") + Coalesce(total, 0, output_field=IntegerField())
    return Post.objects.annotate(n=number).values_list("n", flat=True).get(pk=post_id)
