"""WRONG: now (however written): save() and bulk_create() fill the columns, update() and SQL don't."""

import re
import unicodedata

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

SQL = []
SIZE = 20


def words(text):
    letters = unicodedata.normalize("NFKD", text).lower()
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.findall(r"[^\W_]+", bare)


def beginnings(text):
    return sorted({w[:size] for w in words(text) for size in range(1, min(len(w), 200) + 1)})


class ArticleQuerySet(models.QuerySet):
    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        for each in objs:
            each.fill()
        return super().bulk_create(objs, *args, **kwargs)


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField()
    in_title = ArrayField(models.TextField(), null=True, editable=False)
    anywhere = ArrayField(models.TextField(), null=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        app_label = "discuss"
        db_table = "article"
        indexes = [GinIndex(fields=["anywhere"], name="article_anywhere", fastupdate=False)]

    def fill(self):
        self.in_title = beginnings(self.title)
        self.anywhere = beginnings(f"{self.title} {self.body}")

    def save(self, *args, **kwargs):
        self.fill()
        super().save(*args, **kwargs)


def search(text, page=1):
    asked = [word[:200] for word in words(text[:200])]
    if not asked:
        return []
    found = Article.objects.filter(anywhere__contains=asked).order_by(
        models.Case(models.When(in_title__contains=asked, then=0), default=1), "-pk"
    )
    return list(found.values("id", "title")[SIZE * (page - 1) : SIZE * page])
