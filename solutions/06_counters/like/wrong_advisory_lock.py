"""An advisory lock keeps calls of like() apart, and no other code that writes the number.

Somebody who takes a like back at the same time acquires no such lock: the UPDATE that subtracts it
is lost between this read and this write.

Breaks: number
Fails: others
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
        post = Post.objects.only("kept_likes").get(pk=post_id)
        post.kept_likes += 1
        post.save(update_fields=["kept_likes"])
    return is_new
