"""One SQL statement: posts, comments and replies as rows of one UNION ALL, each with its owner."""

from django.db import connection

THREAD = """
    WITH post AS (
        SELECT id, title, published_at
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    )
    SELECT kind, id, owner, name, body
    FROM (
        SELECT 0 AS kind, post.id AS id, CAST(NULL AS bigint) AS owner,
               post.title AS name, '' AS body, post.published_at AS moment
        FROM post
        UNION ALL
        SELECT 1, comment.id, post.id, author.username, comment.body, comment.created_at
        FROM post
        JOIN discuss_comment AS comment
            ON comment.post_id = post.id AND comment.parent_id IS NULL
        JOIN accounts_user AS author ON author.id = comment.author_id
        UNION ALL
        SELECT 2, reply.id, comment.id, author.username, reply.body, reply.created_at
        FROM post
        JOIN discuss_comment AS comment
            ON comment.post_id = post.id AND comment.parent_id IS NULL
        JOIN discuss_comment AS reply ON reply.parent_id = comment.id
        JOIN accounts_user AS author ON author.id = reply.author_id
    ) AS said
    ORDER BY kind, moment, id
"""

POST, COMMENT = 0, 1


def thread(limit=10):
    with connection.cursor() as cursor:
        cursor.execute(THREAD, [limit])
        found = cursor.fetchall()
    posts, comments = {}, {}
    for kind, pk, owner, name, body in found:
        if kind == POST:
            posts[pk] = {"title": name, "comments": []}
        elif kind == COMMENT:
            comments[pk] = {"author": name, "body": body, "replies": []}
            posts[owner]["comments"].append(comments[pk])
        else:
            comments[owner]["replies"].append({"author": name, "body": body})
    return list(reversed(posts.values()))  # they came oldest first, ties by the smaller id
