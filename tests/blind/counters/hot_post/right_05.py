"""RIGHT: a try-lock (advisory, until the transaction ends) finds a slot that nobody else holds."""

import random

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, transaction
from django.db.models import F, OuterRef
from django.utils import timezone

from arena.discuss.models import Like, LikeShard, Post

SLOTS = 16
FREE = """
SELECT slot
FROM generate_series(0, %s) AS slot
WHERE pg_try_advisory_xact_lock(hashtext(%s), slot)
LIMIT 1
"""


def _slot(post_id):
    with connection.cursor() as cursor:
        cursor.execute(FREE, [SLOTS - 1, f"likes of post {post_id}"])
        row = cursor.fetchone()
    # More than 16 at a time: wait for one of them, at its row.
    return random.randrange(SLOTS) if row is None else row[0]


@transaction.atomic
def like(post_id, user_id, notify):
    Post.objects.values("pk").get(pk=post_id)
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        part = {"post_id": post_id, "shard": _slot(post_id)}
        LikeShard.objects.get_or_create(**part)
        LikeShard.objects.filter(**part).update(number=F("number") + 1)
        notify(post_id, user_id)
    return is_new


def likes(post_id):
    parts = LikeShard.objects.filter(post=OuterRef("pk")).values("number")
    posts = Post.objects.annotate(parts=ArraySubquery(parts))
    kept, parts = posts.values_list("kept_likes", "parts").get(pk=post_id)
    return kept + sum(parts)
