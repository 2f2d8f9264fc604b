"""Raw SQL on both sides; the model knows nothing of the column.

The matches are found first (MATERIALIZED), so that no plan walks the keys down instead.
"""

from django.db import connection, models

SQL = [
    """
    ALTER TABLE article ADD COLUMN vector tsvector NOT NULL GENERATED ALWAYS AS (
        to_tsvector('pg_catalog.english', title || ' ' || coalesce(body, ''))
    ) STORED
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
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH found AS MATERIALIZED (
                SELECT id, title FROM article
                WHERE vector @@ plainto_tsquery('pg_catalog.english', %s)
            )
            SELECT id, title FROM found ORDER BY id DESC LIMIT %s
            """,
            [text, limit],
        )
        return [{"id": key, "title": title} for key, title in cursor.fetchall()]
