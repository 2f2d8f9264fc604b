"""A column that a trigger fills for each writer, and SQL that finds hits before it sorts them."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models

SQL = [
    """
    CREATE FUNCTION article_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        NEW.words := to_tsvector('pg_catalog.english', NEW.title)
                  || to_tsvector('pg_catalog.english', coalesce(NEW.body, ''));
        RETURN NEW;
    END
    $$
    """,
    """
    CREATE TRIGGER article_words BEFORE INSERT OR UPDATE ON article
    FOR EACH ROW EXECUTE FUNCTION article_words()
    """,
]
FIND = """
WITH hits AS MATERIALIZED (
    SELECT id, title FROM article WHERE words @@ plainto_tsquery('pg_catalog.english', %s)
)
SELECT id, title FROM hits ORDER BY id DESC LIMIT %s
"""


class Article(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField(null=True)
    words = SearchVectorField(null=True, editable=False)

    class Meta:
        app_label = "discuss"
        db_table = "article"
        # Without a list of pending entries, which each search would have to read.
        indexes = [GinIndex(fields=["words"], name="article_words", fastupdate=False)]


def search(text, limit=20):
    with connection.cursor() as cursor:
        cursor.execute(FIND, [text, limit])
        return [{"id": key, "title": title} for key, title in cursor.fetchall()]
