"""SQL adds a generated column that the model does not know; a materialized query finds rows by its index, and the highest are taken."""

from django.db import connections, models, router

SQL = [
    """
    ALTER TABLE article ADD COLUMN words tsvector GENERATED ALWAYS AS (
        to_tsvector('pg_catalog.english'::regconfig, title)
        || to_tsvector('pg_catalog.english'::regconfig, coalesce(body, ''))
    ) STORED
    """,
    "CREATE INDEX article_words ON article USING gin (words) WITH (fastupdate = off)",
]

SEARCH = """
    WITH found AS MATERIALIZED (
        SELECT id, title FROM article
        WHERE words @@ plainto_tsquery('pg_catalog.english'::regconfig, %s)
    )
    SELECT id, title FROM found ORDER BY id DESC LIMIT %s
"""


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)

    class Meta:
        app_label = "discuss"
        db_table = "article"


def search(text, limit=20):
    with connections[router.db_for_read(Article)].cursor() as cursor:
        cursor.execute(SEARCH, [text, limit])
        return [{"id": key, "title": title} for key, title in cursor.fetchall()]
