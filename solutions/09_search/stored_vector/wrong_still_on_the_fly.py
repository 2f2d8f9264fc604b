"""The column and its index are there, and the query still builds its own vectors.

Breaks: pages
Fails: pages
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models

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
        indexes = (GinIndex("vector", name="article_vector"),)


def search(text, limit=20):
    articles = Article.objects.annotate(words=SearchVector("title", "body", config="english"))
    found = articles.filter(words=SearchQuery(text, config="english"))
    return list(found.order_by("-pk").values("id", "title")[:limit])
