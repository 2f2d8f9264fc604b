"""A table of words, which triggers keep: any word begins a range of a B-tree index.

The page is chosen among the rows of that table; only its twenty articles are read.
"""

import re
import sys
import unicodedata

from django.db import connection, models

SIZE = 20


def ranges(belongs):
    """Return the characters that belong, as what stands between the brackets of a pattern."""
    parts, first, last = [], None, None
    for code in range(sys.maxunicode + 1):
        if 0xD800 <= code <= 0xDFFF or not belongs(chr(code)):
            continue
        if last is not None and code == last + 1:
            last = code
            continue
        if first is not None:
            parts.append(f"{chr(first)}-{chr(last)}")
        first = last = code
    parts.append(f"{chr(first)}-{chr(last)}")
    return "".join(parts)


LETTERS = ranges(str.isalnum)  # as [^\W_] has them
ACCENTS = ranges(unicodedata.combining)

WORDS = f"""
CREATE OR REPLACE FUNCTION article_words(value text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
DECLARE
    plain text := regexp_replace(
        normalize(lower(coalesce(value, '') COLLATE "pg_unicode_fast"), NFKD), '[{ACCENTS}]+', '', 'g'
    );
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT left(word, 500)
        FROM regexp_split_to_table(plain, '[^{LETTERS}]+') AS word
        WHERE word <> ''
    );
END $$
"""

SQL = [
    WORDS,
    "DROP TABLE IF EXISTS article_word",
    """
    CREATE TABLE article_word (
        word text COLLATE "C" NOT NULL,
        article_id bigint NOT NULL,
        in_title boolean NOT NULL
    )
    """,
    "CREATE INDEX article_word_word ON article_word (word, article_id, in_title)",
    "CREATE INDEX article_word_article ON article_word (article_id)",
    """
    CREATE OR REPLACE FUNCTION article_word_keep() RETURNS trigger LANGUAGE plpgsql AS $$
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
            SELECT one.word, NEW.id, bool_or(one.in_title)
            FROM (
                SELECT unnest(article_words(NEW.title)) AS word, true AS in_title
                UNION ALL
                SELECT unnest(article_words(NEW.body)), false
            ) AS one
            GROUP BY one.word;
        END IF;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER article_word_row AFTER INSERT OR UPDATE OR DELETE ON article
    FOR EACH ROW EXECUTE FUNCTION article_word_keep()
    """,
    """
    CREATE TRIGGER article_word_truncate AFTER TRUNCATE ON article
    FOR EACH STATEMENT EXECUTE FUNCTION article_word_keep()
    """,
]


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


ONE = "SELECT {} AS place, article_id, in_title FROM article_word WHERE word >= %s AND word < %s"

PAGE = """
WITH hit AS MATERIALIZED ({}),
best AS MATERIALIZED (
    SELECT article_id, bool_and(in_title) AS in_title
    FROM (
        SELECT place, article_id, bool_or(in_title) AS in_title
        FROM hit GROUP BY place, article_id
    ) AS each_word
    GROUP BY article_id
    HAVING count(*) = %s
    ORDER BY 2 DESC, 1 DESC
    LIMIT %s OFFSET %s
)
SELECT article.id, article.title
FROM best JOIN article ON article.id = best.article_id
ORDER BY best.in_title DESC, best.article_id DESC
"""


def search(text, page=1):
    beginnings = list(dict.fromkeys(word[:500] for word in words(text[:200])))
    if not beginnings or not 1 <= page <= 10**15:
        return []
    hits = " UNION ALL ".join(ONE.format(place) for place in range(len(beginnings)))
    params = []
    for word in beginnings:
        params += [word, word + chr(sys.maxunicode)]  # no letter is that high
    with connection.cursor() as cursor:
        cursor.execute(
            PAGE.format(hits), [*params, len(beginnings), SIZE, SIZE * (page - 1)]
        )
        return [{"id": key, "title": title} for key, title in cursor]
