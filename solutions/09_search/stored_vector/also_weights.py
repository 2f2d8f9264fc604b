"""The title has a weight of its own, for a rank later. Weights don't change what is found."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models

SQL = []


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)
    vector = models.GeneratedField(
        expression=SearchVector("title", weight="A", config="english")
        + SearchVector("body", weight="D", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        app_label = "discuss"
        db_table = "article"
        indexes = (GinIndex("vector", name="article_vector"),)


def search(text, limit=20):
    found = Article.objects.filter(vector=SearchQuery(text, config="english", search_type="plain"))
    return list(found.order_by("-pk").values("id", "title")[:limit])
