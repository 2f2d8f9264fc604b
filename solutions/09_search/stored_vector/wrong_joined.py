"""Without a space, the last word of the title and the first word of the body are one word.

Breaks: words
Fails: answer
"""

from django.db import connection, models

SQL = [
    """
    ALTER TABLE article ADD COLUMN words tsvector NOT NULL GENERATED ALWAYS AS (
        to_tsvector('english', title || coalesce(body, ''))
    ) STORED
    """,
    "CREATE INDEX article_words ON article USING gin (words) WITH (fastupdate = off)",
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
            "SELECT id, title FROM article WHERE words @@ plainto_tsquery('english', %s) "
            "ORDER BY id DESC LIMIT %s",
            [text, limit],
        )
        return [{"id": key, "title": title} for key, title in cursor]
