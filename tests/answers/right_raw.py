"""One statement of one's own, through Django's cursor."""

from django.db import connection



SQL = """
    SELECT post.title, author.username, editor.username, contest.title
    FROM discuss_post post
    JOIN accounts_user author ON author.id = post.author_id
    LEFT JOIN accounts_user editor ON editor.id = post.editor_id
    LEFT JOIN contests_contest contest ON contest.id = post.contest_id
    WHERE post.published_at IS NOT NULL
    ORDER BY post.published_at DESC, post.id DESC
    LIMIT %s
"""


def feed(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        return [dict(zip(("title", "author", "editor", "contest"), row)) for row in cursor]
