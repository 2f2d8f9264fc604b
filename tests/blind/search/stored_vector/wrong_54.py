"""Rule words: the words must stand next to each other, in the order of the search.

The query is of the type "phrase". It shows for search("password change") and an article with the title "Change your password".
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
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
    query = SearchQuery(text, config="english", search_type="phrase")
    return list(Article.objects.filter(vector=query).order_by("-pk").values("id", "title")[:limit])
