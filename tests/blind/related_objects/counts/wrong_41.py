"""Breaks work: joins the page with totals of all comments and all likes of the site.

The database groups both whole tables to show a few posts: seen in the plan when older posts and
drafts have far more comments and likes than the posts shown (totals(1), or many old posts)."""

from django.db import connection


def totals(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.title, COALESCE(c.n, 0), COALESCE(l.n, 0)
            FROM discuss_post p
            LEFT JOIN (
                SELECT post_id, COUNT(*) AS n FROM discuss_comment WHERE is_approved GROUP BY post_id
            ) c ON c.post_id = p.id
            LEFT JOIN (
                SELECT post_id, COUNT(*) AS n FROM discuss_like GROUP BY post_id
            ) l ON l.post_id = p.id
            WHERE p.published_at IS NOT NULL
            ORDER BY p.published_at DESC, p.id DESC
            LIMIT %s
            """,
            [limit],
        )
        return [{"title": t, "comments": c, "likes": n} for t, c, n in cursor.fetchall()]
