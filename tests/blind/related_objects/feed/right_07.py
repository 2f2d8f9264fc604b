"""RIGHT: Post.objects.raw() with the three names as further columns."""

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Post

SQL = f"""
    WITH page AS (
        SELECT id, title, author_id, editor_id, contest_id, published_at
        FROM {Post._meta.db_table}
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    )
    SELECT page.id, page.title,
           a.username AS author_name, e.username AS editor_name, c.title AS contest_name
    FROM page
    JOIN {User._meta.db_table} a ON a.id = page.author_id
    LEFT JOIN {User._meta.db_table} e ON e.id = page.editor_id
    LEFT JOIN {Contest._meta.db_table} c ON c.id = page.contest_id
    ORDER BY page.published_at DESC, page.id DESC
"""


def feed(limit=50):
    return [
        {
            "title": post.title,
            "author": post.author_name,
            "editor": post.editor_name,
            "contest": post.contest_name,
        }
        for post in Post.objects.raw(SQL, [limit])
    ]
