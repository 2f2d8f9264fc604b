"""A generated column with a GIN index without a pending list; both are declared in Django."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F

SQL = []


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)
    vector = models.GeneratedField(
        expression=SearchVector("title", "body", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        app_label = "discuss"
        db_table = "article"
        # New articles go right into the index: a search would read the whole pending list.
        indexes = [GinIndex(fields=["vector"], name="article_vector", fastupdate=False)]


def search(text, limit=20):
    found = Article.objects.filter(vector=SearchQuery(text, config="english"))
    # The sum keeps PostgreSQL from walking down the primary key until it has seen enough hits.
    return list(found.order_by((F("id") + 0).desc()).values("id", "title")[:limit])
