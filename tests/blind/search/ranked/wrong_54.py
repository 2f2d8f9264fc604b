"""Breaks: words.

The search text goes to PostgreSQL as it came. A NUL in it, which no text of PostgreSQL may contain (or half of a surrogate pair), makes
search() raise an error instead of separating two words.
"""

import unicodedata

from django.db import connection, models

SIZE = 20

# What NFKD splits off letters. In a character class of a regular expression none of them is special.
MARKS = "".join(chr(code) for code in range(0x300, 0x1F000) if unicodedata.combining(chr(code)))

SQL = [
    f"""
    CREATE OR REPLACE FUNCTION article_words(value text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(array_agg(DISTINCT left(word, 200)), '{{}}'::text[])
        FROM regexp_split_to_table(
            translate(
                lower(
                    regexp_replace(normalize(value, NFKD), '[{MARKS}]', '', 'g')
                    COLLATE "pg_unicode_fast"
                ),
                'ς', 'σ'
            ),
            '[^[:alnum:]]+'
        ) AS word
        WHERE word <> ''
    $$
    """,
    """
    ALTER TABLE article
        ADD COLUMN title_words tsvector
            GENERATED ALWAYS AS (array_to_tsvector(article_words(title))) STORED,
        ADD COLUMN all_words tsvector
            GENERATED ALWAYS AS (array_to_tsvector(article_words(title || ' ' || body))) STORED
    """,
    # Without fastupdate = off new articles wait in a list that each search reads.
    "CREATE INDEX article_all_words ON article USING gin (all_words) WITH (fastupdate = off)",
    """
    CREATE OR REPLACE FUNCTION article_beginnings(value text) RETURNS tsquery
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
    BEGIN
        RETURN (SELECT string_agg('''' || word || ''':*', ' & ')::tsquery
                FROM unnest(article_words(value)) AS word);
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
    text = text[:200]
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
