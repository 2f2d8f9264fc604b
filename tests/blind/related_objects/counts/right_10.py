"""RIGHT: the ids go back as an array WITH ORDINALITY; psycopg's dict_row makes the rows."""

from django.db import connection
from psycopg.rows import dict_row

from arena.discuss.models import Comment, Like, Post

SQL = f"""
SELECT
    page.title AS "title",
    (
        SELECT COUNT(*) FROM {Comment._meta.db_table} AS c
        WHERE c.post_id = page.id AND c.is_approved
    ) AS "comments",
    (SELECT COUNT(*) FROM {Like._meta.db_table} AS l WHERE l.post_id = page.id) AS "likes"
FROM unnest(%s::bigint[], %s::text[]) WITH ORDINALITY AS page (id, title, place)
ORDER BY page.place
"""


def totals(limit=50):
    posts = Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")
    page = list(posts.values_list("pk", "title")[:limit])
    if not page:
        return []
    with connection.cursor() as cursor:
        cursor.cursor.row_factory = dict_row
        cursor.execute(SQL, [[pk for pk, _ in page], [title for _, title in page]])
        return cursor.fetchall()
