"""Searching Arena's help reads every article, however few it finds.

For each search, PostgreSQL builds the search vector of every article.

Change Article and search() so that PostgreSQL finds words by an index. SQL is for what Django
can't declare. The check creates Article's table, runs SQL, and then adds articles.

Rules:
- words: every word of `text` (letters, spaces) is in title or body, in any form and order.
- language: the configuration "english". The server's default is another.
- no body: if the body is NULL, the title counts.
- order: highest key first; at most `limit` articles, each with "id" and "title".
- up to date: after save(), bulk_create(), update() and SQL alike.

Allowed:
- pages: at most 120 (of 8 KiB) for a word that 10 of 4,000 articles have.
- queries: at most 2.
- fetched: at most 25 rows for a limit of 20.
"""

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models

SQL = []  # statements that run once, after the table is made


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)

    class Meta:
        app_label = "discuss"
        db_table = "article"


def search(text, limit=20):
    # TODO: this builds a vector for every article. Nothing stores it, so nothing can index it.
    vector = SearchVector("title", "body", config="english")
    articles = Article.objects.annotate(vector=vector)
    found = articles.filter(vector=SearchQuery(text, config="english"))
    return list(found.order_by("-pk").values("id", "title")[:limit])
