"""Breaks: beginnings.

Without accents the text goes to to_tsvector('simple'), whose parser keeps addresses, hosts and paths together: in "example.com" it sees one
word, so "com" doesn't find it.
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
        SELECT translate(
            lower(
                regexp_replace(normalize(value, NFKD), '[{MARKS}]', '', 'g')
                COLLATE "pg_unicode_fast"
            ),
            'ς', 'σ'
        )
    $$
    """,
    """
    ALTER TABLE article
        ADD COLUMN title_words tsvector
            GENERATED ALWAYS AS (to_tsvector('simple', article_plain(title))) STORED,
        ADD COLUMN all_words tsvector
            GENERATED ALWAYS AS (to_tsvector('simple', article_plain(title || ' ' || body))) STORED
    """,
    "CREATE INDEX article_all_words ON article USING gin (all_words) WITH (fastupdate = off)",
    """
    CREATE OR REPLACE FUNCTION article_beginnings(value text) RETURNS tsquery
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    BEGIN
        RETURN (SELECT string_agg('''' || left(word, 200) || ''':*', ' & ')::tsquery
                FROM regexp_split_to_table(
                    article_plain(value) COLLATE "pg_unicode_fast", '[^[:alnum:]]+'
                ) AS word
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
            WHERE all_words @@ article_beginnings(%s)
            ORDER BY title_words @@ article_beginnings(%s) DESC, id DESC
            LIMIT %s OFFSET %s
            """,
            [text, text, SIZE, SIZE * (page - 1)],
        )
        return [{"id": key, "title": title} for key, title in cursor.fetchall()]
