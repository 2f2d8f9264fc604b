"""A GIN index of an expression: an immutable function makes the words of an article a tsvector.
"""

import re
import sys
import unicodedata
from itertools import groupby

from django.db import connection, models

SIZE = 20
LONG = 200  # letters of a word that the index has


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
    # NULL for a text that is too large for a tsvector: those few are searched without the index.
    """
    CREATE OR REPLACE FUNCTION article_vector(text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $vector$
        SELECT CASE WHEN octet_length(folded) < 1000000 THEN array_to_tsvector(ARRAY(
            SELECT left(word, 200) FROM unnest(string_to_array(folded, ' ')) AS word
            WHERE word <> ''
        )) END
        FROM (SELECT article_fold($1) AS folded) AS once
    $vector$
    """,
    # Without fastupdate a search need not read a list of what is not in the index yet.
    """
    CREATE INDEX article_found ON article
    USING gin (article_vector(title || ' ' || body)) WITH (fastupdate = off)
    """,
    """
    CREATE INDEX article_large ON article (id)
    WHERE article_vector(title || ' ' || body) IS NULL
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


PAGE = """
    SELECT id, title FROM (
        SELECT id, title, article_vector(title) @@ %(query)s::tsquery
            AND article_fold(title) LIKE ALL (%(long)s::text[]) AS in_title
        FROM article
        WHERE article_vector(title || ' ' || body) @@ %(query)s::tsquery
            AND (NOT %(check)s OR article_fold(title || ' ' || body) LIKE ALL (%(long)s::text[]))
        UNION ALL
        SELECT id, title, article_vector(title) @@ %(query)s::tsquery
            AND article_fold(title) LIKE ALL (%(long)s::text[])
        FROM article
        WHERE article_vector(title || ' ' || body) IS NULL
            AND article_fold(title || ' ' || body) LIKE ALL (%(all)s::text[])
    ) AS found
    ORDER BY in_title DESC, id DESC LIMIT %(size)s OFFSET %(start)s
"""


def search(text, page=1):
    beginnings = sorted(set(words(text[:200])))
    start = SIZE * (page - 1)
    if not beginnings or not 0 <= start < 2**62:
        return []
    long = [f"% {each}%" for each in beginnings if len(each) > LONG]
    params = {
        "query": " & ".join(f"'{each[:LONG]}':*" for each in beginnings),
        "long": long or ["%"],
        "check": bool(long),
        "all": [f"% {each}%" for each in beginnings],
        "size": SIZE,
        "start": start,
    }
    with connection.cursor() as cursor:
        cursor.execute(PAGE, params)
        return [{"id": pk, "title": title} for pk, title in cursor.fetchall()]
