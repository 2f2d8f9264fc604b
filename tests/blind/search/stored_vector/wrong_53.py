"""Rule language: the words of the search are read with the server's default configuration.

Only the vector says "english"; a plain string becomes a query without it. It shows for search("passwords") where the default is "simple".
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
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
        indexes = [GinIndex(fields=["vector"], name="article_vector", fastupdate=False)]


def search(text, limit=20):
    found = Article.objects.filter(vector=text)
    return list(found.order_by("-pk").values("id", "title")[:limit])
