"""A stricter isolation level: nothing is lost, and seven of eight visitors get an error instead.

The database refuses what it cannot put in an order; code that asks for this has to try again.

Breaks: no error
Fails: crowd
"""

from django.db import connection, transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


@transaction.atomic
def like(post_id, user_id):
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
    _, is_new = Like.objects.get_or_create(
        post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
    )
    if is_new:
        post = Post.objects.get(pk=post_id)
        post.kept_likes += 1
        post.save(update_fields=["kept_likes"])
    return is_new
