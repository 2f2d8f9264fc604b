"""Raw SQL: LEFT JOIN keeps the posts that have no editor or no contest."""

from django.db import connection

SQL = """
    SELECT post.title, author.username AS author,
        editor.username AS editor, contest.title AS contest
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
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor]
