"""Leaves out hits of a low rank. A rank gets lower the farther apart the words are.

Breaks: words
Fails: up_to_date
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorField,
)
from django.db import models
from django.db.models import F

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
    rank = SearchRank(F("vector"), query)
    found = Article.objects.alias(rank=rank).filter(vector=query, rank__gt=0.001)
    return list(found.order_by("-pk").values("id", "title")[:limit])
