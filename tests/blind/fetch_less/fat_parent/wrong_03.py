"""WRONG: no profile. A plain JOIN drops the posts whose author has no profile."""

from django.db import connection


def feed(limit=50):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT post.title, person.username, profile.country, profile.rating
            FROM discuss_post AS post
            JOIN accounts_user AS person ON person.id = post.author_id
            JOIN accounts_profile AS profile ON profile.user_id = person.id
            WHERE post.published_at IS NOT NULL
            ORDER BY post.published_at DESC, post.id DESC
            LIMIT %s
            """,
            [limit],
        )
        return [
            {"title": title, "author": author, "country": country, "rating": rating}
            for title, author, country, rating in cursor.fetchall()
        ]
