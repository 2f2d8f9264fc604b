"""RIGHT: raw SQL with a LEFT JOIN; the keys come from the cursor's description."""

from django.db import connection

SQL = """
    SELECT post.title, person.username AS author, profile.country, profile.rating
    FROM discuss_post AS post
    JOIN accounts_user AS person ON person.id = post.author_id
    LEFT JOIN accounts_profile AS profile ON profile.user_id = person.id
    WHERE post.published_at IS NOT NULL
    ORDER BY post.published_at DESC, post.id DESC
    LIMIT %s
"""


def feed(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        keys = [column[0] for column in cursor.description]
        return [dict(zip(keys, row, strict=True)) for row in cursor.fetchall()]
