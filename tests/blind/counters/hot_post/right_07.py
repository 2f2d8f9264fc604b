"""RIGHT: the post's own row if it is free (SKIP LOCKED, NO KEY), a shard if somebody holds it."""

from django.db import transaction
from django.db.models import F, OuterRef, Subquery, Sum
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

SHARDS = 16


def _count_in_post(post_id):
    # NO KEY: those who only insert a like of the post must not wait for this lock.
    free = Post.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=post_id)
    if free.values_list("pk", flat=True).first() is None:
        return False
    Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return True


def _count_in_shard(post_id, shard):
    part, _ = LikeShard.objects.get_or_create(post_id=post_id, shard=shard)
    LikeShard.objects.filter(pk=part.pk).update(number=F("number") + 1)


@transaction.atomic
def like(post_id, user_id, notify):
    Post.objects.values("pk").get(pk=post_id)
    new, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        if not _count_in_post(post_id):
            # Ids come one after the other, so those who like now have different remainders.
            _count_in_shard(post_id, new.pk % SHARDS)
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    parts = LikeShard.objects.filter(post=OuterRef("pk")).order_by().values("post")
    posts = Post.objects.annotate(
        sharded=Subquery(parts.annotate(total=Sum("number")).values("total"))
    )
    kept, sharded = posts.values_list("kept_likes", "sharded").get(pk=post_id)
    return kept + (sharded or 0)
