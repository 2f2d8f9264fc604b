"""A trigger fills the column before each INSERT and UPDATE, so it doesn't matter who writes; a GIN index finds the words."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models

CONFIG = "english"

SQL = [
    """
    CREATE FUNCTION article_fill_vector() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.vector := to_tsvector('pg_catalog.english', NEW.title || ' ' || coalesce(NEW.body, ''));
        RETURN NEW;
    END
    $$
    """,
    """
    CREATE TRIGGER article_fill_vector BEFORE INSERT OR UPDATE ON article
    FOR EACH ROW EXECUTE FUNCTION article_fill_vector()
    """,
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)
    vector = SearchVectorField(null=True, editable=False)  # the trigger's: what is written here is replaced

    class Meta:
        app_label = "discuss"
        db_table = "article"
        indexes = [GinIndex("vector", name="article_vector_gin", fastupdate=False)]


def search(text, limit=20):
    query = SearchQuery(text, config=CONFIG, search_type="plain")
    articles = Article.objects.filter(vector=query).order_by("-id").only("id", "title")[:limit]
    return [{"id": article.id, "title": article.title} for article in articles]
