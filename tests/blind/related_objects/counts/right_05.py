"""RIGHT: Post.objects.raw() with LATERAL counts beside the page (PostgreSQL)."""

from arena.discuss.models import Comment, Like, Post

SQL = f"""
SELECT page.id, page.title, c.n AS n_comments, l.n AS n_likes
FROM (
    SELECT id, title, published_at
    FROM {Post._meta.db_table}
    WHERE published_at IS NOT NULL
    ORDER BY published_at DESC, id DESC
    LIMIT %s
) AS page
CROSS JOIN LATERAL (
    SELECT COUNT(*) AS n
    FROM {Comment._meta.db_table} AS t
    WHERE t.post_id = page.id AND t.is_approved
) AS c
CROSS JOIN LATERAL (
    SELECT COUNT(*) AS n
    FROM {Like._meta.db_table} AS t
    WHERE t.post_id = page.id
) AS l
ORDER BY page.published_at DESC, page.id DESC
"""


def totals(limit=50):
    return [
        {"title": post.title, "comments": post.n_comments, "likes": post.n_likes}
        for post in Post.objects.raw(SQL, [limit])
    ]
