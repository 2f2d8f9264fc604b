"""RIGHT: everything in SQL, a weighted generated column that the model doesn't know."""

from django.db import connection, models

SQL = [
    """
    ALTER TABLE article ADD COLUMN document tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('pg_catalog.english'::regconfig, coalesce(title, '')), 'A')
        || setweight(to_tsvector('pg_catalog.english'::regconfig, coalesce(body, '')), 'B')
    ) STORED
    """,
    "CREATE INDEX article_document ON article USING gin (document) WITH (fastupdate = off)",
]


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)

    class Meta:
        app_label = "discuss"
        db_table = "article"


def search(text, limit=20):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id, title
            FROM article
            WHERE document @@ plainto_tsquery('pg_catalog.english'::regconfig, %s)
            ORDER BY id DESC
            LIMIT %s
            """,
            [text, limit],
        )
        return [{"id": key, "title": title} for key, title in cursor.fetchall()]
