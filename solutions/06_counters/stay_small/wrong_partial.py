"""Few rows are in the index, and its condition reads the number of all.

Breaks: updates
Fails: hot
"""

from django.db import connection
from django.db.models import F

from arena.discuss.models import Post


def prepare():
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX most_liked ON discuss_post (id) WHERE kept_likes > 1000")


def like(post_id):
    Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)


def top(limit):
    return Post.objects.order_by("-kept_likes", "-pk").values_list("pk", "kept_likes")[:limit]
