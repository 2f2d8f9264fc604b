"""The search looks for parts of words."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("slowbook", "0002_indexes")]

    operations = [
        migrations.RunSQL(
            """
            CREATE EXTENSION IF NOT EXISTS pg_trgm;
            CREATE INDEX post_text_trgm ON slowbook_post USING gin (upper(text) gin_trgm_ops);
            CREATE INDEX comment_text_trgm ON slowbook_comment
                USING gin (upper(text) gin_trgm_ops);
            """,
            """
            DROP INDEX post_text_trgm;
            DROP INDEX comment_text_trgm;
            """,
        ),
        migrations.RunSQL(
            "ANALYZE slowbook_attempt; ANALYZE slowbook_comment; ANALYZE slowbook_like; ANALYZE slowbook_notice; ANALYZE slowbook_post; ANALYZE slowbook_person;",
            "",
        ),
    ]
