"""Right: raw SQL, and a text in the cache whose first letter tells nothing from a title."""

from django.core.cache import cache
from django.db import connection

NEWEST = """
SELECT title FROM discuss_post
WHERE author_id = %s AND published_at IS NOT NULL
ORDER BY published_at DESC, id DESC
LIMIT 1
"""


def latest_post(user_id):
    key = f"latest_post_text:{user_id}"
    match cache.get(key):
        case "nothing":
            return None
        case str(text):
            return text.removeprefix("=")
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [user_id])
        row = cursor.fetchone()
    cache.set(key, f"={row[0]}" if row else "nothing", timeout=900)
    return row[0] if row else None
