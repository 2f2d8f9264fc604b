"""Rule no body: an article without a body is never found.

The generated column joins title and body with ||, and that is NULL if the body is. It shows for Article(title="Passwords", body=None).
"""

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models

SQL = [
    """
    ALTER TABLE article ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (to_tsvector('english', title || ' ' || body)) STORED
    """,
    "CREATE INDEX article_vector ON article USING gin (vector) WITH (fastupdate = off)",
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)

    class Meta:
        app_label = "discuss"
        db_table = "article"


def search(text, limit=20):
    vector = models.expressions.RawSQL("article.vector", [], output_field=SearchVectorField())
    found = Article.objects.alias(found=vector).filter(found=SearchQuery(text, config="english"))
    return list(found.order_by("-pk").values("id", "title")[:limit])
