"""WRONG (rule: no error): two likes that meet can deadlock, and one fails: the foreign key, checked at once, holds FOR KEY SHARE on the post in both, and then both want FOR UPDATE."""

from django.db import connection, transaction
from django.utils import timezone

from arena.discuss.models import Like, Post


def like(post_id, user_id):
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Hear of a missing post or user at the INSERT, not at the COMMIT.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _, is_new = Like.objects.get_or_create(
            post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if is_new:
            post = Post.objects.select_for_update().only("kept_likes").get(pk=post_id)
            post.kept_likes += 1
            post.save(update_fields=["kept_likes"])
    return is_new
