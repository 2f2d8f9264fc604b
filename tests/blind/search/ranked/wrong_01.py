"""WRONG: words: PostgreSQL's parser keeps "example.com" or "a/b" as one token, so "com" doesn't find it."""

import re
import unicodedata

from django.db import connection, models

SQL = [
    r"""
    CREATE OR REPLACE FUNCTION article_bare(given text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN lower(regexp_replace(normalize(given, NFKD), '[\u0300-\u036f]', '', 'g'))
    """,
    """
    ALTER TABLE article
    ADD COLUMN in_title tsvector
    GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, article_bare(title))) STORED,
    ADD COLUMN anywhere tsvector
    GENERATED ALWAYS AS (
        to_tsvector('simple'::regconfig, article_bare(title || ' ' || body))
    ) STORED
    """,
    "CREATE INDEX article_anywhere ON article USING gin (anywhere) WITH (fastupdate = off)",
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
    query = " & ".join(f"'{word}':*" for word in beginnings)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, title
            FROM article
            WHERE anywhere @@ %(query)s::tsquery
            ORDER BY in_title @@ %(query)s::tsquery DESC, id DESC
            LIMIT %(size)s OFFSET %(skip)s
            """,
            {"query": query, "size": SIZE, "skip": SIZE * (page - 1)},
        )
        return [{"id": key, "title": title} for key, title in cursor.fetchall()]
