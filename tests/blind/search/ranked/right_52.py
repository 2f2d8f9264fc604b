"""An index on an expression, nothing stored in the table; the ORM asks with Func expressions of the same functions."""

import unicodedata

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db import models
from django.db.models import Func, Value

SIZE = 20
ACCENTS = "".join(map(chr, filter(lambda code: unicodedata.combining(chr(code)), range(0x20000))))

# Both functions do without others of their own: ANALYZE and REINDEX run with an empty search_path.
LETTERS = f"""
    regexp_split_to_table(
        translate(
            lower(regexp_replace(normalize(value, NFKD), '[{ACCENTS}]', '', 'g') COLLATE "pg_unicode_fast"),
            'ς', 'σ'
        ),
        '[^[:alnum:]]+'
    )
"""

SQL = [
    f"""
    CREATE OR REPLACE FUNCTION article_vector(value text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $body$
    BEGIN
        RETURN array_to_tsvector(ARRAY(SELECT left(word, 200) FROM {LETTERS} AS word WHERE word <> ''));
    END
    $body$
    """,
    f"""
    CREATE OR REPLACE FUNCTION article_query(value text) RETURNS tsquery
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $body$
    BEGIN
        RETURN array_to_string(ARRAY(
            SELECT DISTINCT quote_literal(left(word, 200)) || ':*' FROM {LETTERS} AS word WHERE word <> ''
        ), ' & ')::tsquery;
    END
    $body$
    """,
    """
    CREATE INDEX article_words_idx ON article
    USING gin (article_vector(title || ' ' || body)) WITH (fastupdate = off)
    """,
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField()

    class Meta:
        app_label = "discuss"
        db_table = "article"


class Words(Func):
    function = "article_vector"
    output_field = SearchVectorField()


class Both(Func):
    """Exactly what the index contains."""

    template = "article_vector(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = SearchVectorField()


class Beginnings(Func):
    function = "article_query"
    output_field = SearchQueryField()


class Match(Func):
    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = models.BooleanField()


def search(text, page=1):
    usable = text[:200].replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")
    query = Beginnings(Value(usable, output_field=models.TextField()))
    start = SIZE * (page - 1)
    return list(
        Article.objects.filter(Match(Both("title", "body"), query))
        .order_by(Match(Words("title"), query).desc(), "-pk")
        .values("id", "title")[start : start + SIZE]
    )
