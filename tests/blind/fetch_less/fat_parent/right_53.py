"""Sends one statement of its own, with a left join to the profiles."""

from django.db import connection

NEWEST = """
    SELECT p.title, u.username, f.country, f.rating
    FROM discuss_post p
    INNER JOIN accounts_user u ON u.id = p.author_id
    LEFT JOIN accounts_profile f ON f.user_id = u.id
    WHERE p.published_at IS NOT NULL
    ORDER BY p.published_at DESC, p.id DESC
    LIMIT %s
"""


def feed(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [limit])
        return [
            {"title": title, "author": author, "country": country, "rating": rating}
            for title, author, country, rating in cursor.fetchall()
        ]
