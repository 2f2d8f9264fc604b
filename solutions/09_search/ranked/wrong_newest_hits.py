"""It looks at the newest 1,000 articles with the first word, and misses older ones with all words.

Breaks: beginnings
Fails: pages_read
"""

import re
import unicodedata

from django.db import connection, models

SQL = [
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    "CREATE TEXT SEARCH CONFIGURATION bare (COPY = simple)",
    """
    ALTER TEXT SEARCH CONFIGURATION bare
    ALTER MAPPING FOR word, hword, hword_part, numword, numhword WITH unaccent, simple
    """,
    """
    CREATE FUNCTION spaced(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
    RETURN regexp_replace(value, '[[:punct:]]+', ' ', 'g')
    """,
    """
    ALTER TABLE article ADD vector tsvector NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('bare', spaced(title)), 'A')
        || setweight(to_tsvector('bare', spaced(body)), 'B')
    ) STORED
    """,
    "CREATE INDEX article_vector ON article USING gin (vector)",
]
SIZE = 20


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        app_label = "discuss"
        db_table = "article"


def words(text):
    letters = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", bare)


def search(text, page=1):
    beginnings = words(text[:200])
    if not beginnings:
        return []
    anywhere = " & ".join(f"{word}:*" for word in beginnings)
    in_title = " & ".join(f"{word}:*A" for word in beginnings)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, title FROM (
                SELECT id, title, vector FROM article WHERE vector @@ to_tsquery('bare', %s)
                ORDER BY id DESC LIMIT 1000
            ) newest
            WHERE vector @@ to_tsquery('bare', %s)
            ORDER BY vector @@ to_tsquery('bare', %s) DESC, id DESC LIMIT %s OFFSET %s
            """,
            [f"{beginnings[0]}:*", anywhere, in_title, SIZE, SIZE * (page - 1)],
        )
        return [{"id": key, "title": title} for key, title in cursor]
