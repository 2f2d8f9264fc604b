"""Breaks "words": the title and the body have a vector each, and one of them must have all words.

An article with one word only in its title and the other only in its body isn't found.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models

SQL = []  # Django declares all of it


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)
    title_vector = models.GeneratedField(
        expression=SearchVector("title", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    body_vector = models.GeneratedField(
        expression=SearchVector("body", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        app_label = "discuss"
        db_table = "article"
        indexes = [
            GinIndex(fields=["title_vector"], name="article_title_gin", fastupdate=False),
            GinIndex(fields=["body_vector"], name="article_body_gin", fastupdate=False),
        ]


def search(text, limit=20):
    query = SearchQuery(text, config="english")
    found = Article.objects.filter(models.Q(title_vector=query) | models.Q(body_vector=query))
    return list(found.order_by("-pk").values("id", "title")[:limit])
