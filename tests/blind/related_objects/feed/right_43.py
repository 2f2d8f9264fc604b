"""One SQL statement by hand: the newest posts first, then outer joins to what may be missing."""

from django.db import connection

FEED = """
    SELECT post.title, author.username, editor.username, contest.title
    FROM (
        SELECT id, title, author_id, editor_id, contest_id, published_at
        FROM discuss_post
        WHERE published_at IS NOT NULL
        ORDER BY published_at DESC, id DESC
        LIMIT %s
    ) AS post
    JOIN accounts_user AS author ON author.id = post.author_id
    LEFT JOIN accounts_user AS editor ON editor.id = post.editor_id
    LEFT JOIN contests_contest AS contest ON contest.id = post.contest_id
    ORDER BY post.published_at DESC, post.id DESC
"""


def feed(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(FEED, [limit])
        return [
            {"title": title, "author": author, "editor": editor, "contest": contest}
            for title, author, editor, contest in cursor.fetchall()
        ]
