"""RIGHT: an inverted index of our own: a table of words that a trigger keeps, with a B-tree for beginnings."""

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
    "DROP TABLE IF EXISTS article_word",
    """
    CREATE TABLE article_word (
        word text COLLATE "C" NOT NULL,
        article_id bigint NOT NULL,
        in_title boolean NOT NULL,
        PRIMARY KEY (word, article_id, in_title)
    )
    """,
    "CREATE INDEX article_word_article ON article_word (article_id)",
    """
    CREATE OR REPLACE FUNCTION article_index() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            DELETE FROM article_word;
            RETURN NULL;
        END IF;
        IF TG_OP IN ('UPDATE', 'DELETE') THEN
            DELETE FROM article_word WHERE article_id = OLD.id;
        END IF;
        IF TG_OP IN ('INSERT', 'UPDATE') THEN
            INSERT INTO article_word (word, article_id, in_title)
                SELECT word, NEW.id, true FROM unnest(article_words(NEW.title)) AS word
                UNION ALL
                SELECT word, NEW.id, false FROM unnest(article_words(NEW.body)) AS word;
        END IF;
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE TRIGGER article_index AFTER INSERT OR UPDATE OR DELETE ON article
    FOR EACH ROW EXECUTE FUNCTION article_index()
    """,
    """
    CREATE TRIGGER article_emptied AFTER TRUNCATE ON article
    FOR EACH STATEMENT EXECUTE FUNCTION article_index()
    """,
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


def after(word):
    """Return the smallest text above all that begin with a word, in the order of bytes."""
    last = ord(word[-1]) + 1
    if 0xD800 <= last <= 0xDFFF:
        last = 0xE000
    return word[:-1] + chr(last)


def search(text, page=1):
    beginnings = words(text[:200])
    if not beginnings:
        return []
    each = """
        SELECT article_id AS id, bool_or(in_title) AS in_title
        FROM article_word WHERE word >= %s AND word < %s GROUP BY article_id
    """
    parts = " UNION ALL ".join(f"({each})" for _ in beginnings)
    parameters = [side for word in beginnings for side in (word, after(word))]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT article.id, article.title
            FROM (
                SELECT id, bool_and(in_title) AS in_title
                FROM ({parts}) AS hit
                GROUP BY id
                HAVING count(*) = %s
                ORDER BY 2 DESC, 1 DESC
                LIMIT %s OFFSET %s
            ) AS found JOIN article USING (id)
            ORDER BY found.in_title DESC, article.id DESC
            """,
            [*parameters, len(beginnings), SIZE, SIZE * (page - 1)],
        )
        return [{"id": key, "title": title} for key, title in cursor.fetchall()]
