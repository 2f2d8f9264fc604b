"""no error: a shard's row is updated and, if that met none, made without a thought of others.

Two people of the same shard (ids 1 and 8) like a new post at the same moment: both UPDATEs meet no
row, and the second INSERT fails with an IntegrityError.
"""

from django.db import transaction
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

SHARDS = 7  # a prime: ids 16 apart spread as well as consecutive ones


@transaction.atomic
def like(post_id, user_id, notify):
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        shard = user_id % SHARDS
        mine = LikeShard.objects.filter(post_id=post_id, shard=shard)
        if not mine.update(number=F("number") + 1):
            LikeShard.objects.create(post_id=post_id, shard=shard, number=1)
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    total = F("kept_likes") + Coalesce(Sum("like_shards__number"), 0)
    return Post.objects.annotate(total=total).values_list("total", flat=True).get(pk=post_id)
