"""RIGHT: a plpgsql trigger, and one SearchQuery per word, joined with &."""

from functools import reduce
from operator import and_

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models

SQL = [
    """
    CREATE OR REPLACE FUNCTION article_fill() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.words := to_tsvector('pg_catalog.english', NEW.title || ' ' || coalesce(NEW.body, ''));
        RETURN NEW;
    END
    $$
    """,
    """
    CREATE TRIGGER article_fill BEFORE INSERT OR UPDATE ON article
    FOR EACH ROW EXECUTE FUNCTION article_fill()
    """,
    "CREATE INDEX article_words_gin ON article USING gin (words) WITH (fastupdate = off)",
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)
    words = SearchVectorField(null=True)

    class Meta:
        app_label = "discuss"
        db_table = "article"


def search(text, limit=20):
    asked = text.split()
    if not asked:
        return []
    # && of an empty query (a stop word) and another one is the other one.
    query = reduce(and_, [SearchQuery(word, config="english") for word in asked])
    result = []
    for article in Article.objects.filter(words=query).order_by("-pk").only("id", "title")[:limit]:
        result.append({"id": article.id, "title": article.title})
    return result
