"""SQL for the fallback: the bound is a sub-query with a LIMIT, and LIKE gets its signs escaped."""

from django.db import connection

from arena.discuss.models import Post
from arena.search.backends import SearchError

RECENT = """
SELECT recent.id, recent.title, person.username
FROM (
    SELECT id, title, author_id FROM discuss_post
    WHERE published_at IS NOT NULL
    ORDER BY id DESC LIMIT 1000
) AS recent
JOIN accounts_user AS person ON person.id = recent.author_id
WHERE UPPER(recent.title) LIKE UPPER(%s) ESCAPE '!'
ORDER BY recent.id DESC LIMIT %s
"""


def search(engine, words, limit=20):
    try:
        keys = engine.search("posts", words, limit=limit, timeout=0.25)
    except SearchError:
        return from_database(words, limit)
    rows = Post.objects.filter(pk__in=keys, published_at__isnull=False)
    by_key = {key: row for key, *row in rows.values_list("pk", "title", "author__username")}
    return [named(key, *by_key[key]) for key in keys if key in by_key]


def from_database(words, limit):
    for sign in "!%_":
        words = words.replace(sign, "!" + sign)
    with connection.cursor() as cursor:
        cursor.execute(RECENT, [f"%{words}%", limit])
        return [named(*row) for row in cursor.fetchall()]


def named(key, title, author):
    return {"id": key, "title": title, "author": author}
