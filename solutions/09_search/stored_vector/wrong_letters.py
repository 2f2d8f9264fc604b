"""Letters instead of words: "sort" is in "consort", and "sorted" is not in "sorting".

Breaks: words
Fails: answer
"""

from django.db import models
from django.db.models import Q

SQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX article_letters ON article USING gin (title gin_trgm_ops, body gin_trgm_ops)",
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)

    class Meta:
        app_label = "discuss"
        db_table = "article"


def search(text, limit=20):
    found = Article.objects.all()
    for word in text.split():
        found = found.filter(Q(title__icontains=word) | Q(body__icontains=word))
    return list(found.order_by("-pk").values("id", "title")[:limit])
