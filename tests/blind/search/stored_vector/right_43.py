"""No column at all: the GIN index is on the vector's expression, and the search names the same."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models.functions import Cast

SQL = []
VECTOR = SearchVector("title", "body", config="english")


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)

    class Meta:
        app_label = "discuss"
        db_table = "article"
        indexes = [GinIndex(VECTOR, name="article_english", fastupdate=False)]


def search(text, limit=20):
    articles = Article.objects.alias(vector=VECTOR)
    found = articles.filter(vector=SearchQuery(text, config="english"))
    # Sorted by something that the primary key's index does not know: only hits are looked at.
    key = Cast("pk", models.DecimalField(max_digits=20, decimal_places=0))
    return list(found.order_by(key.desc()).values("id", "title")[:limit])
