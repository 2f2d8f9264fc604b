"""A table with each article's words, kept by a trigger, and its primary key in C order finds beginnings with LIKE."""

import unicodedata

from django.db import connection, models

SIZE = 20

MARKS = "".join(chr(code) for code in range(0x20000) if unicodedata.combining(chr(code)))

SQL = [
    "DROP TABLE IF EXISTS article_word",
    """
    CREATE TABLE article_word (
        word text COLLATE "C" NOT NULL,
        article_id bigint NOT NULL,
        in_title boolean NOT NULL,
        PRIMARY KEY (word, article_id)
    )
    """,
    "CREATE INDEX article_word_article ON article_word (article_id)",
    f"""
    CREATE OR REPLACE FUNCTION words_of(value text) RETURNS SETOF text
    LANGUAGE sql IMMUTABLE AS $$
        SELECT DISTINCT left(word, 200)
        FROM regexp_split_to_table(
            replace(
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
    CREATE OR REPLACE FUNCTION article_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' THEN
            DELETE FROM article_word WHERE article_id = OLD.id;
        END IF;
        IF TG_OP <> 'DELETE' THEN
            INSERT INTO article_word (word, article_id, in_title)
            SELECT word, NEW.id, bool_or(in_title)
            FROM (
                SELECT words_of(NEW.title) AS word, true AS in_title
                UNION ALL
                SELECT words_of(NEW.body), false
            ) AS words
            GROUP BY word;
        END IF;
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE OR REPLACE FUNCTION articles_truncated() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        TRUNCATE article_word;
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE TRIGGER article_changed AFTER INSERT OR UPDATE OR DELETE ON article
    FOR EACH ROW EXECUTE FUNCTION article_changed()
    """,
    """
    CREATE TRIGGER articles_truncated AFTER TRUNCATE ON article
    FOR EACH STATEMENT EXECUTE FUNCTION articles_truncated()
    """,
]

ONE_WORD = """
    SELECT article_id, bool_or(in_title) AS in_title
    FROM article_word WHERE word LIKE %s
    GROUP BY article_id
"""


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        app_label = "discuss"
        db_table = "article"


def storable(text):
    """PostgreSQL has no NUL, and no halves of surrogate pairs."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def search(text, page=1):
    with connection.cursor() as cursor:
        cursor.execute("SELECT ARRAY(SELECT words_of(%s))", [storable(text[:200])])
        (beginnings,) = cursor.fetchone()
        if not beginnings:
            return []
        cursor.execute(
            f"""
            SELECT article_id, (SELECT title FROM article WHERE id = article_id)
            FROM (
                SELECT article_id, bool_and(in_title) AS every
                FROM ({" UNION ALL ".join([ONE_WORD] * len(beginnings))}) AS found
                GROUP BY article_id
                HAVING count(*) = %s
                ORDER BY every DESC, article_id DESC
                LIMIT %s OFFSET %s
            ) AS page
            ORDER BY every DESC, article_id DESC
            """,
            [*(f"{word}%" for word in beginnings), len(beginnings), SIZE, SIZE * (page - 1)],
        )
        return [{"id": key, "title": title} for key, title in cursor]
