"""A text of nothing but stop words finds every article, whatever is in it.

Breaks: words
Fails: answer
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Func, Q

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
    words = Func(query, function="numnode", output_field=models.IntegerField())
    found = Article.objects.alias(words=words).filter(Q(vector=query) | Q(words=0))
    return list(found.order_by("-pk").values("id", "title")[:limit])
