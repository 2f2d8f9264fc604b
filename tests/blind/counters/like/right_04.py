"""RIGHT: INSERT ... ON CONFLICT DO NOTHING tells by its row count whether to count up with F()."""

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from arena.discuss.models import Like, Post

INSERT = f"""
    INSERT INTO {Like._meta.db_table} (post_id, user_id, created_at)
    VALUES (%s, %s, %s)
    ON CONFLICT (post_id, user_id) DO NOTHING
"""


def like(post_id, user_id):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [post_id, user_id, timezone.now()])
            is_new = cursor.rowcount == 1
        if is_new:
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
