"""RIGHT: lexemes as an array with a GIN index, searched with @>; raw() instead of a queryset."""

from django.db import models

SQL = [
    """
    ALTER TABLE article ADD COLUMN lexemes text[] GENERATED ALWAYS AS (
        tsvector_to_array(
            to_tsvector('english'::regconfig, coalesce(title, '') || ' ' || coalesce(body, ''))
        )
    ) STORED
    """,
    "CREATE INDEX article_lexemes ON article USING gin (lexemes) WITH (fastupdate = off)",
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)

    class Meta:
        app_label = "discuss"
        db_table = "article"


def search(text, limit=20):
    found = Article.objects.raw(
        """
        SELECT id, title FROM article
        WHERE lexemes @> tsvector_to_array(to_tsvector('english'::regconfig, %(text)s))
        AND cardinality(tsvector_to_array(to_tsvector('english'::regconfig, %(text)s))) > 0
        ORDER BY id DESC LIMIT %(limit)s
        """,
        {"text": text, "limit": limit},
    )
    return [{"id": article.id, "title": article.title} for article in found]
