"""WRONG: words (may hold anything): splits at spaces only, so "a & b", "c:d" or a quote is a syntax error of tsquery."""

import re
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
    ALTER TABLE article
    ADD COLUMN in_title tsvector
    GENERATED ALWAYS AS (array_to_tsvector(article_words(title))) STORED,
    ADD COLUMN anywhere tsvector
    GENERATED ALWAYS AS (array_to_tsvector(article_words(title || ' ' || body))) STORED
    """,
    "CREATE INDEX article_anywhere ON article USING gin (anywhere) WITH (fastupdate = off)",
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        app_label = "discuss"
        db_table = "article"


def search(text, page=1):
    letters = unicodedata.normalize("NFKD", text[:200]).lower()
    bare = re.sub(r"\x00", "", "".join(a for a in letters if not unicodedata.combining(a)))
    beginnings = bare.split()
    if not beginnings:
        return []
    query = " & ".join(f"{word}:*" for word in beginnings)
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
