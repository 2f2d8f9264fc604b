"""A small class keeps the shards: it takes a random unlocked one, at the end of the transaction."""

from random import choice

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

NUMBERS = range(32_768)  # what the column can hold


class ShardedCounter:
    """A post's number of likes: what its row says, and what its shards say."""

    def __init__(self, post_id):
        self.post_id = post_id
        self.shards = LikeShard.objects.filter(post_id=post_id)

    def add(self):
        """Count one more; never wait for a row of another transaction."""
        shard = self.shards.select_for_update(skip_locked=True).order_by("?").first()
        if shard is None:
            self._grow()
        else:
            shard.number += 1  # locked, and read under the lock
            shard.save(update_fields=["number"])

    def total(self):
        """Return the sum, read by one statement."""
        row = (
            Post.objects.filter(pk=self.post_id)
            .annotate(counted=Sum("like_shards__number"))
            .values("kept_likes", "counted")
            .get()
        )
        return row["kept_likes"] + (row["counted"] or 0)

    def _grow(self):
        while True:
            try:
                with transaction.atomic():
                    LikeShard(post_id=self.post_id, shard=choice(NUMBERS), number=1).save()
            except IntegrityError:
                continue
            return


def add_like(post_id, user_id):
    """Return whether the like is new. Only this statement's own conflict counts as a second."""
    try:
        with transaction.atomic():
            Like.objects.create(post_id=post_id, user_id=user_id, created_at=timezone.now())
    except IntegrityError:
        if Like.objects.filter(post_id=post_id, user_id=user_id).exists():
            return False
        raise
    return True


def like(post_id, user_id, notify):
    with transaction.atomic():
        if not Post.objects.filter(pk=post_id).exists():
            raise Post.DoesNotExist(f"There is no post {post_id}.")
        if not add_like(post_id, user_id):
            return False
        notify(post_id, user_id)
        ShardedCounter(post_id).add()
        return True


def likes(post_id):
    return ShardedCounter(post_id).total()
