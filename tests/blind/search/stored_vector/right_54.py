"""No column: the GIN index is on the expression itself, and search() asks for the very same expression."""

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
        indexes = [GinIndex(VECTOR, name="article_words_gin", fastupdate=False)]


def search(text, limit=20):
    articles = Article.objects.alias(vector=VECTOR).filter(vector=SearchQuery(text, config="english"))
    return [{"id": pk, "title": title} for pk, title in articles.order_by("-pk").values_list("pk", "title")[:limit]]
