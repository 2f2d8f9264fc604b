"""Each like writes to every index of the posts.

top() shows the most liked posts. Its index has kept_likes, so no update of a post is heap-only
(HOT).

Change prepare(), like() and top(). prepare() runs once, as a migration; kept_likes is right then.
After that only this file uses kept_likes.

Rules:
- updates: likes don't update discuss_post, or at least 80% of these updates are HOT, a post's first
  aside.
- pages: a like touches at most 40 pages on average, however many posts.
- indexes: the other indexes of discuss_post stay.
- top: (key, likes) of limit posts, most likes first; ties: higher key first. One query, at most
  limit rows.
- posts: others add posts, without likes, and delete some.
- together: simultaneous calls lose no like; none fails.
- stored: a like is part of the caller's transaction. Once committed, every process sees it, even
  after crashes.
"""

from django.db import connection
from django.db.models import F

from arena.discuss.models import Post


def prepare():
    with connection.cursor() as cursor:
        # TODO: with this index each like needs a new entry in all indexes of discuss_post.
        cursor.execute("CREATE INDEX most_liked ON discuss_post (kept_likes DESC, id DESC)")


def like(post_id):
    Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)


def top(limit):
    return Post.objects.order_by("-kept_likes", "-pk").values_list("pk", "kept_likes")[:limit]
