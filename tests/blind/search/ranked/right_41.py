"""Statement triggers keep a table of words beside the articles; a search is a few ranges of its index.
"""

import re
import sys
import unicodedata
from itertools import groupby

from django.db import connection, models

SIZE = 20
PREFIX = 100  # so many letters of a word are in the index; the rest is compared in the table


def _class(wanted):
    """The inside of a bracket expression of PostgreSQL with the characters that are wanted."""
    found = []
    for yes, codes in groupby(range(1, sys.maxunicode + 1), lambda code: bool(wanted(chr(code)))):
        if yes:
            codes = list(codes)
            found.append(f"\\U{codes[0]:08x}-\\U{codes[-1]:08x}")
    return "".join(found)


# Python's own idea of letters and digits, and of accents: it does not depend on the locale.
LETTERS = _class(str.isalnum)
MARKS = _class(unicodedata.combining)

SQL = [
    # Words without accents and case, with a space before each of them.
    f"""
    CREATE OR REPLACE FUNCTION article_fold(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $fold$
        SELECT ' ' || regexp_replace(
            translate(
                regexp_replace(
                    lower(normalize($1, NFKD) COLLATE "pg_c_utf8"), '[{MARKS}]+', '', 'g'
                ),
                'ς', 'σ'
            ),
            '[^{LETTERS}]+', ' ', 'g'
        )
    $fold$
    """,
    "DROP TABLE IF EXISTS article_word",
    """
    CREATE TABLE article_word (
        word text COLLATE "C" NOT NULL,
        article_id bigint NOT NULL,
        in_title boolean NOT NULL
    )
    """,
    f"CREATE INDEX article_word_word ON article_word (left(word, {PREFIX}))",
    "CREATE INDEX article_word_article ON article_word (article_id)",
    """
    CREATE OR REPLACE FUNCTION article_follow() RETURNS trigger LANGUAGE plpgsql AS $follow$
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            DELETE FROM article_word;
            RETURN NULL;
        END IF;
        IF TG_OP IN ('UPDATE', 'DELETE') THEN
            DELETE FROM article_word WHERE article_id IN (SELECT id FROM gone);
        END IF;
        IF TG_OP IN ('INSERT', 'UPDATE') THEN
            INSERT INTO article_word (word, article_id, in_title)
            SELECT DISTINCT parts.word, parts.id, parts.in_title
            FROM (
                SELECT id, true AS in_title,
                    unnest(string_to_array(article_fold(title), ' ')) AS word
                FROM written
                UNION ALL
                SELECT id, false, unnest(string_to_array(article_fold(body), ' '))
                FROM written
            ) AS parts
            WHERE parts.word <> '';
        END IF;
        RETURN NULL;
    END
    $follow$
    """,
    """
    CREATE TRIGGER article_added AFTER INSERT ON article
    REFERENCING NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION article_follow()
    """,
    """
    CREATE TRIGGER article_changed AFTER UPDATE ON article
    REFERENCING OLD TABLE AS gone NEW TABLE AS written
    FOR EACH STATEMENT EXECUTE FUNCTION article_follow()
    """,
    """
    CREATE TRIGGER article_deleted AFTER DELETE ON article
    REFERENCING OLD TABLE AS gone
    FOR EACH STATEMENT EXECUTE FUNCTION article_follow()
    """,
    """
    CREATE TRIGGER article_emptied AFTER TRUNCATE ON article
    FOR EACH STATEMENT EXECUTE FUNCTION article_follow()
    """,
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        app_label = "discuss"
        db_table = "article"


def words(text):
    """The words, without accents and case; articles get the same treatment in SQL."""
    letters = unicodedata.normalize("NFKD", text).lower().replace("ς", "σ")
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", bare)


# Which articles have one beginning, and whether it is in the title.
ONE = f"""
    SELECT article_id, bool_or(in_title) AS in_title FROM article_word
    WHERE left(word, {PREFIX}) LIKE %s AND starts_with(word, %s) GROUP BY article_id
"""

# The title is looked up by key, for the articles of this page only.
PAGE = """
    SELECT found.article_id, (SELECT title FROM article WHERE id = found.article_id)
    FROM (
        SELECT article_id, bool_and(in_title) AS in_title FROM ({}) AS hit
        GROUP BY article_id HAVING count(*) = %s
        ORDER BY bool_and(in_title) DESC, article_id DESC
        LIMIT %s OFFSET %s
    ) AS found
    ORDER BY found.in_title DESC, found.article_id DESC
"""


def search(text, page=1):
    beginnings = sorted(set(words(text[:200])))
    start = SIZE * (page - 1)
    if not beginnings or not 0 <= start < 2**62:
        return []
    params = []
    for each in beginnings:
        params += [each[:PREFIX] + "%", each]
    params += [len(beginnings), SIZE, start]
    with connection.cursor() as cursor:
        cursor.execute(PAGE.format(" UNION ALL ".join([ONE] * len(beginnings))), params)
        return [{"id": pk, "title": title} for pk, title in cursor.fetchall()]
