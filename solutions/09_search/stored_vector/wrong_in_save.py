"""save() computes the vector. bulk_create(), update() and SQL do not call it.

Breaks: up to date
Fails: up_to_date
"""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models

SQL = []


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)
    vector = SearchVectorField(null=True)

    class Meta:
        app_label = "discuss"
        db_table = "article"
        indexes = (GinIndex("vector", name="article_vector"),)

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        vector = SearchVector("title", "body", config="english")
        type(self).objects.filter(pk=self.pk).update(vector=vector)


def search(text, limit=20):
    found = Article.objects.filter(vector=SearchQuery(text, config="english"))
    return list(found.order_by("-pk").values("id", "title")[:limit])
