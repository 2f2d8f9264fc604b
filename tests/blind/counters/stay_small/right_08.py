"""Right: each connection counts in rows of its own, so two transactions never want the same row."""

from django.db import connection
from django.db.models import BigIntegerField, F
from django.db.models.expressions import RawSQL

from arena.discuss.models import Post

TABLE = """
    CREATE TABLE like_counter (
        post_id bigint NOT NULL,
        backend integer NOT NULL,
        likes bigint NOT NULL,
        PRIMARY KEY (post_id, backend)
    ) WITH (fillfactor = 70)
"""
LIKE = """
    INSERT INTO like_counter (post_id, backend, likes)
    SELECT id, pg_backend_pid(), 1 FROM discuss_post WHERE id = %s
    ON CONFLICT (post_id, backend) DO UPDATE SET likes = like_counter.likes + 1
"""
SUM = """
    COALESCE(
        (SELECT sum(c.likes) FROM like_counter AS c WHERE c.post_id = discuss_post.id), 0
    )::bigint
"""


def prepare():
    with connection.cursor() as cursor:
        cursor.execute(TABLE)


def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute(LIKE, [post_id])


def top(limit):
    likes = F("kept_likes") + RawSQL(SUM, [], output_field=BigIntegerField())
    posts = Post.objects.annotate(number=likes)
    return list(posts.order_by("-number", "-pk").values_list("pk", "number")[:limit])
