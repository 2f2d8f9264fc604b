"""The pages have room, and the index on the number still stops every HOT update.

Breaks: updates
Fails: hot
"""

from django.db import connection
from django.db.models import F

from arena.discuss.models import Post


def prepare():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE discuss_post SET (fillfactor = 50)")
        cursor.execute("CREATE INDEX most_liked ON discuss_post (kept_likes DESC)")


def like(post_id):
    Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)


def top(limit):
    return Post.objects.order_by("-kept_likes", "-pk").values_list("pk", "kept_likes")[:limit]
