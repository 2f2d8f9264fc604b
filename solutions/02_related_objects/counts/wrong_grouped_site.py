"""One statement, and one row for each post. Inside, it counts for every post of the site.

Nothing tells the two subqueries which posts are shown: a page of ten posts reads every comment and
every like there is.

Breaks: work
Fails: work
"""

from django.db import connection

SQL = """
    SELECT post.title, COALESCE(said.number, 0), COALESCE(liked.number, 0)
    FROM discuss_post AS post
    LEFT JOIN (
        SELECT post_id, COUNT(*) AS number FROM discuss_comment WHERE is_approved GROUP BY post_id
    ) AS said ON said.post_id = post.id
    LEFT JOIN (
        SELECT post_id, COUNT(*) AS number FROM discuss_like GROUP BY post_id
    ) AS liked ON liked.post_id = post.id
    WHERE post.published_at IS NOT NULL
    ORDER BY post.published_at DESC, post.id DESC
    LIMIT %s
"""


def totals(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        rows = cursor.fetchall()
    return [
        {"title": title, "comments": comments, "likes": likes} for title, comments, likes in rows
    ]
