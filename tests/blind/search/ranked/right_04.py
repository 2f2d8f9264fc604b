"""RIGHT: no column, a GIN index on the expression; PostgreSQL splits the search text too (two queries)."""

import re  # NUL and lone surrogates cannot be sent
import sys
import unicodedata

from django.db import connection, models

SIZE = 20
LONGEST = 400  # characters of a word that count: a lexeme has at most 2,046 bytes


def ranges(test):
    """Return the characters that pass a test, as they stand in the brackets of a pattern."""
    spans = []
    for code in range(sys.maxunicode + 1):
        if test(chr(code)):
            if spans and spans[-1][1] == code - 1:
                spans[-1][1] = code
            else:
                spans.append([code, code])
    return "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in spans)


LETTERS = ranges(str.isalnum)
MARKS = ranges(unicodedata.combining)

FOLD = f"""
    CREATE OR REPLACE FUNCTION article_fold(given text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN regexp_replace(
        regexp_replace(
            replace(lower(normalize(given, NFKD) COLLATE "pg_c_utf8"), 'ς', 'σ'),
            '[{MARKS}]+', '', 'g'
        ),
        '[^{LETTERS}]+', ' ', 'g'
    )
"""
WORDS = f"""
    CREATE OR REPLACE FUNCTION article_words(given text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ARRAY(
        SELECT DISTINCT left(word, {LONGEST})
        FROM unnest(string_to_array(article_fold(given), ' ')) AS word
        WHERE word <> ''
    )
"""
SQL = [
    FOLD,
    WORDS,
    """
    CREATE INDEX article_vector ON article
    USING gin (array_to_tsvector(article_words(title || ' ' || body)))
    WITH (fastupdate = off)
    """,
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        app_label = "discuss"
        db_table = "article"


def search(text, page=1):
    sendable = re.sub("[\x00\ud800-\udfff]", " ", text[:200])
    with connection.cursor() as cursor:
        cursor.execute("SELECT article_words(%s)", [sendable])
        [(beginnings,)] = cursor.fetchall()
        if not beginnings:
            return []
        query = " & ".join(f"'{word}':*" for word in beginnings)
        cursor.execute(
            """
            SELECT id, title
            FROM article
            WHERE array_to_tsvector(article_words(title || ' ' || body)) @@ %s::tsquery
            ORDER BY array_to_tsvector(article_words(title)) @@ %s::tsquery DESC, id DESC
            LIMIT %s OFFSET %s
            """,
            [query, query, SIZE, (page - 1) * SIZE],
        )
        return [{"id": row[0], "title": row[1]} for row in cursor.fetchall()]
