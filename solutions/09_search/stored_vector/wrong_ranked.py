"""Best match first is a good order, and not the order of the task.

Breaks: order
Fails: answer
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField
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
    query = SearchQuery(text, config="english")
    found = Article.objects.filter(vector=query).annotate(rank=SearchRank("vector", query))
    return list(found.order_by("-rank", "-pk").values("id", "title")[:limit])
