"""RIGHT: a UNION ALL of posts, comments and replies, read by psycopg's own cursor as namedtuples."""

from django.db import connection
from psycopg.rows import namedtuple_row

SQL = """
    WITH shown AS (
        SELECT id, title, published_at
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ),
    tops AS (
        SELECT comment.id, comment.post_id, comment.author_id, comment.body, comment.created_at
        FROM discuss_comment AS comment
        JOIN shown ON shown.id = comment.post_id
        WHERE comment.parent_id IS NULL
    )
    SELECT 0 AS level, shown.id AS own, NULL::bigint AS above, NULL::text AS author,
           shown.title::text AS told, shown.published_at AS moment
    FROM shown
    UNION ALL
    SELECT 1, tops.id, tops.post_id, person.username::text, tops.body, tops.created_at
    FROM tops
    JOIN accounts_user AS person ON person.id = tops.author_id
    UNION ALL
    SELECT 2, reply.id, reply.parent_id, person.username::text, reply.body, reply.created_at
    FROM tops
    JOIN discuss_comment AS reply ON reply.parent_id = tops.id
    JOIN accounts_user AS person ON person.id = reply.author_id
    ORDER BY level, moment, own
"""


def thread(limit=10):
    connection.ensure_connection()
    posts, comments = {}, {}
    with connection.connection.cursor(row_factory=namedtuple_row) as cursor:
        for row in cursor.execute(SQL, [limit]):
            if row.level == 0:
                posts[row.own] = {"title": row.told, "comments": []}
            elif row.level == 1:
                comment = {"author": row.author, "body": row.told, "replies": []}
                comments[row.own] = comment
                posts[row.above]["comments"].append(comment)
            else:
                comments[row.above]["replies"].append({"author": row.author, "body": row.told})
    # All levels come oldest first; posts are wanted the other way round.
    return list(reversed(posts.values()))
