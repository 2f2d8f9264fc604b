"""The join in SQL, with the four columns."""

from django.db import connection

SQL = """
    SELECT post.title, author.username, profile.country, profile.rating
    FROM discuss_post post
    JOIN accounts_user author ON author.id = post.author_id
    LEFT JOIN accounts_profile profile ON profile.user_id = author.id
    WHERE post.published_at IS NOT NULL
    ORDER BY post.published_at DESC, post.id DESC
    LIMIT %s
"""


def feed(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(SQL, [limit])
        return [
            {"title": title, "author": author, "country": country, "rating": rating}
            for title, author, country, rating in cursor
        ]
