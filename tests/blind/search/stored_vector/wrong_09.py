"""Breaks "up to date": the trigger is PostgreSQL's own, and fires for UPDATE OF title only.

After an UPDATE that sets only the body, old words are still found and new ones are not.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models

SQL = [
    """
    CREATE TRIGGER article_vector_update BEFORE INSERT OR UPDATE OF title ON article
    FOR EACH ROW EXECUTE FUNCTION
        tsvector_update_trigger('vector', 'pg_catalog.english', 'title', 'body')
    """,
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)
    vector = SearchVectorField(null=True, editable=False)

    class Meta:
        app_label = "discuss"
        db_table = "article"
        indexes = [GinIndex(fields=["vector"], name="article_vector_gin", fastupdate=False)]


def search(text, limit=20):
    found = Article.objects.filter(vector=SearchQuery(text, config="english"))
    return list(found.order_by("-pk").values("id", "title")[:limit])
