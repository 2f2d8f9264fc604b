"""top() asks for the number of each post.

Breaks: top
Fails: answer
"""

from django.db import connection

from arena.discuss.models import Post


def prepare():
    send("""
        CREATE TABLE post_likes (
            post_id bigint PRIMARY KEY REFERENCES discuss_post ON DELETE CASCADE,
            likes bigint NOT NULL
        )
    """)
    send("INSERT INTO post_likes SELECT id, kept_likes FROM discuss_post")


def like(post_id):
    send(
        """
        INSERT INTO post_likes VALUES (%s, 1)
        ON CONFLICT (post_id) DO UPDATE SET likes = post_likes.likes + 1
        """,
        post_id,
    )


def top(limit):
    rows = []
    for key in Post.objects.values_list("pk", flat=True):
        found = send("SELECT likes FROM post_likes WHERE post_id = %s", key)
        rows.append((key, found[0][0] if found else 0))
    return sorted(rows, key=lambda row: (row[1], row[0]), reverse=True)[:limit]


def send(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None
