"""The trigger does nothing inside another trigger, which may add articles as well.

Breaks: up to date
Fails: up_to_date
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models

SQL = [
    """
    CREATE TRIGGER article_vector BEFORE INSERT OR UPDATE ON article FOR EACH ROW
    WHEN (pg_trigger_depth() = 0)
    EXECUTE FUNCTION tsvector_update_trigger(vector, 'pg_catalog.english', title, body)
    """
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)
    vector = SearchVectorField(null=True, editable=False)

    class Meta:
        app_label = "discuss"
        db_table = "article"
        indexes = (GinIndex("vector", name="article_vector"),)


def search(text, limit=20):
    found = Article.objects.filter(vector=SearchQuery(text, config="english"))
    return list(found.order_by("-pk").values("id", "title")[:limit])
