"""RIGHT: count up first, which locks the post, then insert; a second like rolls the count back."""

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post

INSERT = f"""
    INSERT INTO {Like._meta.db_table} (post_id, user_id, created_at)
    VALUES (%s, %s, %s)
    ON CONFLICT DO NOTHING
    RETURNING id
"""


def like(post_id, user_id):
    with transaction.atomic():
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [post_id, user_id, timezone.now()])
            is_new = cursor.fetchone() is not None
        if not is_new:
            transaction.set_rollback(True)
    return is_new
