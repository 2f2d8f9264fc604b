"""An index on an expression, nothing stored in the table; the ORM asks with RawSQL.

The function is dear (its COST), so no plan calls it for every article.
"""

import re
import sys
import unicodedata

from django.db import models
from django.db.models.expressions import RawSQL

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

VECTOR = """
CREATE OR REPLACE FUNCTION article_vector(value text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
BEGIN
    RETURN array_to_tsvector(article_words(value));
END $$
"""

SQL = [
    WORDS,
    VECTOR,
    """
    CREATE INDEX article_vector_gin ON article
    USING gin (article_vector(title || ' ' || body)) WITH (fastupdate = off)
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


def search(text, page=1):
    beginnings = sorted({word[:500] for word in words(text[:200])})
    if not beginnings or page < 1 or page > 10**15:
        return []
    query = " & ".join(f"'{word}':*" for word in beginnings)
    boolean = models.BooleanField()
    found = Article.objects.alias(
        found=RawSQL("article_vector(title || ' ' || body) @@ %s::tsquery", [query], boolean),
        in_title=RawSQL("article_vector(title) @@ %s::tsquery", [query], boolean),
    ).filter(found=True)
    first = SIZE * (page - 1)
    return list(found.order_by("-in_title", "-pk").values("id", "title")[first : first + SIZE])
