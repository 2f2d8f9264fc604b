"""WRONG: words (in title or body): two vectors, each must have all words; one word in the title and the other in the body is not found."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import Q

SQL = []


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)

    class Meta:
        app_label = "discuss"
        db_table = "article"
        indexes = [
            GinIndex(SearchVector("title", config="english"), name="article_t", fastupdate=False),
            GinIndex(SearchVector("body", config="english"), name="article_b", fastupdate=False),
        ]


def search(text, limit=20):
    query = SearchQuery(text, config="english")
    articles = Article.objects.annotate(
        in_title=SearchVector("title", config="english"),
        in_body=SearchVector("body", config="english"),
    )
    found = articles.filter(Q(in_title=query) | Q(in_body=query))
    return list(found.order_by("-pk").values("id", "title")[:limit])
