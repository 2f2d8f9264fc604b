"""A BEFORE trigger fills one tsvector field, with weight A for the title; the filter asks for any weight, the order for A."""

import unicodedata

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.expressions import RawSQL

SIZE = 20

MARKS = "".join(chr(code) for code in range(0x20000) if unicodedata.combining(chr(code)))

SQL = [
    f"""
    CREATE OR REPLACE FUNCTION article_lexemes(value text, suffix text, joined_by text) RETURNS text
    LANGUAGE sql IMMUTABLE AS $$
        SELECT string_agg(DISTINCT ('''' || left(word, 200) || '''' || suffix) COLLATE "C", joined_by)
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
    CREATE OR REPLACE FUNCTION article_vectorise() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.vector := concat_ws(' ', article_lexemes(NEW.title, ':1A', ' '),
                                     article_lexemes(NEW.body, ':2B', ' '))::tsvector;
        RETURN NEW;
    END
    $$
    """,
    """
    CREATE TRIGGER article_vectorise BEFORE INSERT OR UPDATE ON article
    FOR EACH ROW EXECUTE FUNCTION article_vectorise()
    """,
    "CREATE INDEX article_vector ON article USING gin (vector) WITH (fastupdate = off)",
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField()
    vector = SearchVectorField(null=True, editable=False)

    class Meta:
        app_label = "discuss"
        db_table = "article"


def matches(weight, text):
    return RawSQL(
        "vector @@ article_lexemes(%s, %s, ' & ')::tsquery",
        [text, f":*{weight}"],
        output_field=models.BooleanField(),
    )


def search(text, page=1):
    text = "".join(
        " " if letter == "\0" or "\ud800" <= letter <= "\udfff" else letter for letter in text[:200]
    )
    found = Article.objects.filter(matches("", text))
    ranked = found.order_by(matches("A", text).desc(), "-pk")
    first = SIZE * (page - 1)
    return list(ranked.values("id", "title")[first : first + SIZE])
