"""RIGHT: one raw query with windows: a place for each post, counts over it, one row kept for a place."""

from django.db import connection

from arena.discuss.models import Comment, Post

# OFFSET 0: the comments are looked up by post, with the index, and not all of them read for a join.
SQL = f"""
    WITH page AS MATERIALIZED (
        SELECT id, title, row_number() OVER (ORDER BY published_at DESC, id DESC) AS place
        FROM "{Post._meta.db_table}"
        WHERE published_at IS NOT NULL
        ORDER BY place
        LIMIT %s
    )
    SELECT DISTINCT ON (page.place)
           page.title AS "title",
           count(approved.id) OVER same_post AS "comments",
           count(approved.id) FILTER (WHERE approved.created_at >= %s) OVER same_post AS "new"
    FROM page
    LEFT JOIN LATERAL (
        SELECT comment.id, comment.created_at
        FROM "{Comment._meta.db_table}" AS comment
        WHERE comment.post_id = page.id AND comment.is_approved
        OFFSET 0
    ) AS approved ON true
    WINDOW same_post AS (PARTITION BY page.place)
    ORDER BY page.place
"""


def page(since, limit=100):
    since = Comment._meta.get_field("created_at").get_db_prep_value(since, connection)
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit, since])
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
