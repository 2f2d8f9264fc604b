"""RIGHT: edge n-grams: arrays of all beginnings of all words, so a search is a plain @> of a GIN index."""

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
    CREATE OR REPLACE FUNCTION article_beginnings(given text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ARRAY(
        SELECT DISTINCT left(word, size)
        FROM unnest(article_words(given)) AS word, generate_series(1, length(word)) AS size
    )
    """,
    """
    ALTER TABLE article
    ADD COLUMN title_beginnings text[]
    GENERATED ALWAYS AS (article_beginnings(title)) STORED,
    ADD COLUMN beginnings text[]
    GENERATED ALWAYS AS (article_beginnings(title || ' ' || body)) STORED
    """,
    "CREATE INDEX article_beginnings ON article USING gin (beginnings) WITH (fastupdate = off)",
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        app_label = "discuss"
        db_table = "article"


def words(text):
    letters = unicodedata.normalize("NFKD", text).lower().replace("ς", "σ")
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return [word[:LONGEST] for word in re.findall(r"[^\W_]+", bare)]


def search(text, page=1):
    asked = words(text[:200])
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, title
            FROM article
            WHERE beginnings @> %(asked)s::text[]
            ORDER BY title_beginnings @> %(asked)s::text[] DESC, id DESC
            LIMIT %(size)s OFFSET %(skip)s
            """,
            {"asked": asked, "size": SIZE, "skip": SIZE * (page - 1)},
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor.fetchall()]
