"""One SELECT in plain SQL with left joins, whose column names are the keys of the rows."""

from django.db import connection

NEWEST = """
    SELECT post.title, author.username AS author, editor.username AS editor, contest.title AS contest
    FROM discuss_post AS post
    JOIN accounts_user AS author ON author.id = post.author_id
    LEFT JOIN accounts_user AS editor ON editor.id = post.editor_id
    LEFT JOIN contests_contest AS contest ON contest.id = post.contest_id
    WHERE post.published_at IS NOT NULL
    ORDER BY post.published_at DESC, post.id DESC
    LIMIT %s
"""


def feed(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [limit])
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, values)) for values in cursor]
