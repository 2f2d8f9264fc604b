"""RIGHT: no column at all, an index on the expression, and the same expression in the search."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models

SQL = []


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)

    class Meta:
        app_label = "discuss"
        db_table = "article"
        indexes = [
            GinIndex(
                SearchVector("title", "body", config="english"),
                name="article_words",
                fastupdate=False,
            )
        ]


def search(text, limit=20):
    articles = Article.objects.annotate(vector=SearchVector("title", "body", config="english"))
    found = articles.filter(vector=SearchQuery(text, config="english"))
    return list(found.order_by("-pk").values("id", "title")[:limit])
