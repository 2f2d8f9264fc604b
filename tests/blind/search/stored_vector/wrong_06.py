"""WRONG: up to date: only save() and bulk_create() of the ORM keep the vector; update() and SQL leave it stale or NULL."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector, SearchVectorField
from django.db import models

SQL = []


def refresh(articles):
    articles.update(vector=SearchVector("title", "body", config="english"))


class ArticleQuerySet(models.QuerySet):
    def bulk_create(self, objs, *args, **kwargs):
        made = super().bulk_create(objs, *args, **kwargs)
        refresh(Article.objects.filter(pk__in=[each.pk for each in made]))
        return made


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)
    vector = SearchVectorField(null=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        app_label = "discuss"
        db_table = "article"
        indexes = [GinIndex(fields=["vector"], name="article_vector", fastupdate=False)]

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        refresh(Article.objects.filter(pk=self.pk))


def search(text, limit=20):
    found = Article.objects.filter(vector=SearchQuery(text, config="english"))
    return list(found.order_by("-pk").values("id", "title")[:limit])
