"""The index stores the words of the expression, and no column stores the vector.

That is enough while nothing else needs the vector: a rank would compute it for each match.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models

SQL = []
VECTOR = SearchVector("title", "body", config="english")


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)

    class Meta:
        app_label = "discuss"
        db_table = "article"
        indexes = (GinIndex(VECTOR, name="article_vector"),)


def search(text, limit=20):
    articles = Article.objects.annotate(vector=VECTOR)
    found = articles.filter(vector=SearchQuery(text, config="english"))
    return list(found.order_by("-pk").values("id", "title")[:limit])
