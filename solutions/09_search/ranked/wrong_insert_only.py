"""The trigger fills the column of new articles only.

Breaks: now
Fails: answer
"""

import re
import unicodedata

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models

SQL = [
    "CREATE EXTENSION IF NOT EXISTS unaccent",
    """
    CREATE FUNCTION bare(value text) RETURNS text LANGUAGE sql
    RETURN regexp_replace(unaccent(value), '[[:punct:]]+', ' ', 'g')
    """,
    """
    CREATE FUNCTION article_vector() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.vector := setweight(to_tsvector('simple', bare(NEW.title)), 'A')
            || to_tsvector('simple', bare(NEW.body));
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER article_vector BEFORE INSERT ON article
    FOR EACH ROW EXECUTE FUNCTION article_vector()
    """,
    "CREATE INDEX article_vector ON article USING gin (vector)",
]
SIZE = 20


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField()
    vector = SearchVectorField(null=True, editable=False)

    class Meta:
        app_label = "discuss"
        db_table = "article"


def words(text):
    letters = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", bare)


def search(text, page=1):
    beginnings = words(text[:200])
    if not beginnings:
        return []
    found = Article.objects.filter(vector=query(beginnings, ":*"))
    in_title = models.Q(vector=query(beginnings, ":*A"))
    first = models.Case(models.When(in_title, then=0), default=1)
    start = SIZE * (page - 1)
    return list(found.order_by(first, "-pk").values("id", "title")[start : start + SIZE])


def query(beginnings, suffix):
    joined = " & ".join(word + suffix for word in beginnings)
    return SearchQuery(joined, search_type="raw", config="simple")
