"""Generated columns hold the words of title and article as tsvectors; the ORM asks for them.
"""

import re
import sys
import unicodedata
from itertools import groupby

from django.db import models
from django.db.models import BooleanField, Case, Q, Value, When
from django.db.models.expressions import RawSQL

SIZE = 20
LONG = 200  # letters of a word that the columns have


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
    """
    ALTER TABLE article
        ADD COLUMN title_words tsvector GENERATED ALWAYS AS (article_vector(title)) STORED,
        ADD COLUMN all_words tsvector
            GENERATED ALWAYS AS (article_vector(title || ' ' || body)) STORED
    """,
    "CREATE INDEX article_words ON article USING gin (all_words) WITH (fastupdate = off)",
    "CREATE INDEX article_large ON article (id) WHERE all_words IS NULL",
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
    query = " & ".join(f"'{each[:LONG]}':*" for each in beginnings)
    each_in = [f"% {each}%" for each in beginnings]
    in_all = "article_fold(article.title || ' ' || article.body) LIKE ALL (%s::text[])"

    found = Q(condition("article.all_words @@ %s::tsquery", query))
    title = Q(condition("article.title_words @@ %s::tsquery", query))
    if any(len(each) > LONG for each in beginnings):  # the columns have only their beginnings
        found &= Q(condition(in_all, each_in))
        title &= Q(condition("article_fold(article.title) LIKE ALL (%s::text[])", each_in))
    large = Q(RawSQL("article.all_words IS NULL", [], output_field=BooleanField()))

    articles = (
        Article.objects.filter(found | (large & Q(condition(in_all, each_in))))
        .alias(rank=Case(When(title, then=Value(0)), default=Value(1)))
        .order_by("rank", "-pk")
        .values("id", "title")
    )
    return list(articles[start : start + SIZE])
