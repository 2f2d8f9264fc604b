"""A plain column, and a trigger that fills it whatever writes the row and whatever it writes there."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models

SQL = [
    """
    CREATE OR REPLACE FUNCTION article_set_vector() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.vector := to_tsvector('pg_catalog.english', concat_ws(' ', NEW.title, NEW.body));
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER article_set_vector BEFORE INSERT OR UPDATE ON article
    FOR EACH ROW EXECUTE FUNCTION article_set_vector()
    """,
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)
    vector = SearchVectorField(null=True, editable=False)

    class Meta:
        app_label = "discuss"
        db_table = "article"
        indexes = [GinIndex(fields=["vector"], name="article_vector", fastupdate=False)]


def search(text, limit=20):
    query = SearchQuery(text, config="english", search_type="plain")
    found = Article.objects.filter(vector=query).order_by("-id")
    return [{"id": key, "title": title} for key, title in found.values_list("id", "title")[:limit]]
