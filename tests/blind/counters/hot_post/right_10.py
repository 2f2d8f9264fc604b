"""RIGHT: create() and its IntegrityError, the like's id picks the shard; read by UNION ALL, sum()."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post


class Counter:
    """The number of likes of a post: its kept_likes and a few shards."""

    shards = 16

    def __init__(self, post_id):
        self.post_id = post_id

    def add(self, turn):
        part = LikeShard.objects.filter(post_id=self.post_id, shard=turn % self.shards)
        if not part.update(number=F("number") + 1):
            LikeShard.objects.get_or_create(post_id=self.post_id, shard=turn % self.shards)
            part.update(number=F("number") + 1)

    def read(self):
        kept = Post.objects.filter(pk=self.post_id).values_list("kept_likes", flat=True)
        parts = LikeShard.objects.filter(post_id=self.post_id).values_list("number", flat=True)
        numbers = list(kept.union(parts, all=True))
        if not numbers:
            raise Post.DoesNotExist("Post matching query does not exist.")
        return sum(numbers)


def _insert(post_id, user_id):
    try:
        with transaction.atomic():
            return Like.objects.create(
                post_id=post_id, user_id=user_id, created_at=timezone.now()
            )
    except IntegrityError:
        if Like.objects.filter(post_id=post_id, user_id=user_id).exists():
            return None
        raise


def like(post_id, user_id, notify):
    with transaction.atomic():
        Post.objects.values("pk").get(pk=post_id)
        new = _insert(post_id, user_id)
        if new is not None:
            Counter(post_id).add(new.pk)
            notify(post_id, user_id)
    return new is not None


def likes(post_id):
    return Counter(post_id).read()
