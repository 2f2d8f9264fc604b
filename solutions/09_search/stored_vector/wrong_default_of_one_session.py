"""SQL sets the default of its own session to English. Each other session keeps the server's.

Breaks: language
Fails: answer
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models

SQL = ["SET default_text_search_config = 'pg_catalog.english'"]


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
    found = Article.objects.filter(vector=SearchQuery(text))
    return list(found.order_by("-pk").values("id", "title")[:limit])
