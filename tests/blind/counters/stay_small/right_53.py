"""The database keeps a log behind a function and a view: like() calls the one, top() reads from the other."""

from django.db import connection

SETUP = [
    """
    CREATE TABLE liked (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        post_id bigint NOT NULL
    )
    """,
    """
    CREATE FUNCTION like_post(post bigint) RETURNS void LANGUAGE sql AS
    'INSERT INTO liked (post_id) SELECT id FROM discuss_post WHERE id = post'
    """,
    """
    CREATE VIEW liked_posts AS
    SELECT discuss_post.id, discuss_post.kept_likes + coalesce(number, 0) AS likes
    FROM discuss_post
    LEFT JOIN (SELECT post_id, count(*) AS number FROM liked GROUP BY post_id) AS counted
    ON counted.post_id = discuss_post.id
    """,
]


def prepare():
    with connection.cursor() as cursor:
        for statement in SETUP:
            cursor.execute(statement)


def like(post_id):
    with connection.cursor() as cursor:
        cursor.execute("SELECT like_post(%s)", [post_id])


def top(limit):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, likes FROM liked_posts ORDER BY likes DESC, id DESC LIMIT %s", [limit])
        return [(key, likes) for key, likes in cursor]
