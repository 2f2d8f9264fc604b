"""Breaks: rank.

ts_rank() with weight A for the title sorts by relevance: of two articles with the word in the title the one that also has it often in the
body comes first, although its key is lower.
"""

import unicodedata

from django.db import connection, models

SIZE = 20

# What NFKD splits off letters. In a character class of a regular expression none of them is special.
MARKS = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))

SQL = [
    f"""
    CREATE OR REPLACE FUNCTION article_plain(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT regexp_replace(
            translate(
                lower(
                    regexp_replace(normalize(value, NFKD), '[{MARKS}]', '', 'g')
                    COLLATE "pg_unicode_fast"
                ),
                'ς', 'σ'
            ),
            '[^[:alnum:]]+', ' ', 'g'
        )
    $$
    """,
    """
    ALTER TABLE article ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', article_plain(title)), 'A')
        || setweight(to_tsvector('simple', article_plain(body)), 'D')
    ) STORED
    """,
    "CREATE INDEX article_vector ON article USING gin (vector) WITH (fastupdate = off)",
    """
    CREATE OR REPLACE FUNCTION article_beginnings(value text) RETURNS tsquery
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    BEGIN
        RETURN (SELECT string_agg('''' || left(word, 200) || ''':*', ' & ')::tsquery
                FROM regexp_split_to_table(article_plain(value), ' ') AS word
                WHERE word <> '');
    END
    $$
    """,
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        app_label = "discuss"
        db_table = "article"


def search(text, page=1):
    text = text[:200].replace("\0", " ").encode(errors="replace").decode()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, title
            FROM article
            WHERE vector @@ article_beginnings(%s)
            ORDER BY ts_rank(vector, article_beginnings(%s)) DESC, id DESC
            LIMIT %s OFFSET %s
            """,
            [text, text, SIZE, SIZE * (page - 1)],
        )
        return [{"id": key, "title": title} for key, title in cursor.fetchall()]
