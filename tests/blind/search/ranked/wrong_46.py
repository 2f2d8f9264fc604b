"""beginnings: to_tsvector leaves out, with a NOTICE, each word of 2 KiB or more.
Shows with a body that has a very long word (2,500 hexadecimal digits of a key): no beginning of it
finds the article. (And a body with more than 1 MB of different words cannot be written at all.)
"""

import re
import sys
import unicodedata
from itertools import groupby

from django.db import models
from django.db.models import BooleanField, Case, Q, Value, When
from django.db.models.expressions import RawSQL

SIZE = 20


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
    """
    CREATE OR REPLACE FUNCTION article_vector(text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $vector$
        SELECT to_tsvector('pg_catalog.simple', article_fold($1))
    $vector$
    """,
    """
    ALTER TABLE article
        ADD COLUMN title_words tsvector GENERATED ALWAYS AS (article_vector(title)) STORED,
        ADD COLUMN all_words tsvector
            GENERATED ALWAYS AS (article_vector(title || ' ' || body)) STORED
    """,
    "CREATE INDEX article_words ON article USING gin (all_words) WITH (fastupdate = off)",
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


def condition(sql, value):
    return RawSQL(sql, [value], output_field=BooleanField())


def search(text, page=1):
    beginnings = sorted(set(words(text[:200])))
    start = SIZE * (page - 1)
    if not beginnings or not 0 <= start < 2**62:
        return []
    query = " & ".join(f"'{each[:450]}':*" for each in beginnings)
    found = Q(condition("article.all_words @@ %s::tsquery", query))
    title = Q(condition("article.title_words @@ %s::tsquery", query))

    articles = (
        Article.objects.filter(found)
        .alias(rank=Case(When(title, then=Value(0)), default=Value(1)))
        .order_by("rank", "-pk")
        .values("id", "title")
    )
    return list(articles[start : start + SIZE])
