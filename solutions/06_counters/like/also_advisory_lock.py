"""An advisory lock on the post's key: it locks no row, so nobody waits who only edits the post.

An advisory lock has one key of 64 bits, or two of 32 bits. Keys of posts may be larger than 32
bits allow, so the purpose and the key are hashed into one.
"""

from django.db import connection, transaction
from django.utils import timezone

from arena.discuss.models import Like, Post

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('like post ' || %s, 0))"


@transaction.atomic
def like(post_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [post_id])
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        likes = Like.objects.filter(post_id=post_id).count()
        Post.objects.filter(pk=post_id).update(kept_likes=likes)
    return is_new
