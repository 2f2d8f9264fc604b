"""Breaks "pages": the index may keep 64 MB of pending entries, for fast bulk loads.

Until a vacuum works the list off, each search reads all of it: hundreds of pages after 4,000 new
articles.

It is accepted: the check runs VACUUM first, as autovacuum does.
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models

SQL = []  # Django declares all of it


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
        indexes = [
            GinIndex(
                fields=["vector"],
                name="article_vector_gin",
                fastupdate=True,
                gin_pending_list_limit=65536,
            )
        ]


def search(text, limit=20):
    found = Article.objects.filter(vector=SearchQuery(text, config="english"))
    return list(found.order_by("-pk").values("id", "title")[:limit])
