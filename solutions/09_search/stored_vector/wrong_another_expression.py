"""The index has the title and the body, and the query has the body and the title.

For PostgreSQL these are two expressions, so the index is not used.

Breaks: pages
Fails: pages
"""

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
        indexes = (GinIndex(SearchVector("title", "body", config="english"), name="words"),)


def search(text, limit=20):
    vector = SearchVector("body", "title", config="english")
    articles = Article.objects.annotate(vector=vector)
    found = articles.filter(vector=SearchQuery(text, config="english"))
    return list(found.order_by("-pk").values("id", "title")[:limit])
