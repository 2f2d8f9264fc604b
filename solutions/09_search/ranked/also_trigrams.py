"""Patterns for beginnings of words, which a trigram index narrows down to a few articles."""

import re
import unicodedata

from django.db import connection, models

SQL = """
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE EXTENSION IF NOT EXISTS unaccent;
    CREATE FUNCTION bare(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT
        RETURN regexp_replace(
            lower(public.unaccent('public.unaccent', value)), '[[:punct:]]+', ' ', 'g'
        );
    ALTER TABLE article
        ADD bare_title text GENERATED ALWAYS AS (bare(title)) STORED,
        ADD bare_text text GENERATED ALWAYS AS (bare(title || ' ' || body)) STORED;
    CREATE INDEX article_text ON article USING gin (bare_text gin_trgm_ops);
"""
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
    patterns = [rf"\m{word}" for word in words(text[:200])]
    if not patterns:
        return []
    every = " AND ".join(["bare_text ~ %s"] * len(patterns))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, title FROM article WHERE {every} "
            "ORDER BY bare_title ~ ALL(%s) DESC, id DESC LIMIT %s OFFSET %s",
            [*patterns, patterns, SIZE, SIZE * (page - 1)],
        )
        return [dict(zip(("id", "title"), row, strict=True)) for row in cursor]
