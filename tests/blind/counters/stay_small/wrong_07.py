"""Wrong, updates: without the index and with a fillfactor likes can be HOT, but the fillfactor is for new
pages only. The posts that are there sit in full pages: the first like of each is not HOT.

It is accepted: the task says now that a post's first like may cost an update.
"""

from django.db import connection
from django.db.models import F

from arena.discuss.models import Post


def prepare():
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX IF EXISTS most_liked")
        cursor.execute("ALTER TABLE discuss_post SET (fillfactor = 80)")


def like(post_id):
    Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)


def top(limit):
    return Post.objects.order_by("-kept_likes", "-pk").values_list("pk", "kept_likes")[:limit]
