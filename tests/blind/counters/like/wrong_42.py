"""number

An advisory lock keeps only calls of like() apart, and Python adds the one. Another writer of kept_likes that does not take this
lock (an "unlike" with F("kept_likes") - 1) is lost if it commits between the SELECT and the UPDATE.
"""

from django.db import connection, transaction
from django.utils import timezone

from arena.discuss.models import Like, Post

LIKES = 4711


def like(post_id, user_id):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LIKES, post_id % 2**31])
        _, is_new = Like.objects.get_or_create(
            post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if is_new:
            post = Post.objects.only("kept_likes").get(pk=post_id)
            post.kept_likes += 1
            post.save(update_fields=["kept_likes"])
    return is_new
