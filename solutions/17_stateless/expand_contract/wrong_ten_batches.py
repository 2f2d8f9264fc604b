"""The rows are copied in ten batches of ids. The table has ids beyond.

Breaks: lost
Fails: requests
"""

from django.db import models


class Talk(models.Model):
    headline = models.CharField(max_length=200)

    class Meta:
        app_label, db_table = "talks", "talk"


class Renamed:
    before = [
        """
        ALTER TABLE talk ADD COLUMN headline varchar(200);
        CREATE FUNCTION same_text() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                NEW.title := coalesce(NEW.title, NEW.headline);
                NEW.headline := NEW.title;
            ELSIF NEW.title IS DISTINCT FROM OLD.title THEN
                NEW.headline := NEW.title;
            ELSIF NEW.headline IS DISTINCT FROM OLD.headline THEN
                NEW.title := NEW.headline;
            END IF;
            RETURN NEW;
        END
        $$;
        CREATE TRIGGER same_text BEFORE INSERT OR UPDATE ON talk
            FOR EACH ROW EXECUTE FUNCTION same_text();
        """,
        *(
            f"UPDATE talk SET headline = title WHERE id BETWEEN {first} AND {first + 9_999} "
            "AND headline IS NULL"
            for first in range(1, 100_000, 10_000)
        ),
    ]
    after = [
        """
        DROP TRIGGER same_text ON talk;
        DROP FUNCTION same_text();
        ALTER TABLE talk DROP COLUMN title;
        ALTER TABLE talk ALTER COLUMN headline SET NOT NULL;
        """
    ]

    def add(self, text):
        return Talk.objects.create(headline=text).pk

    def change(self, pk, text):
        Talk.objects.filter(pk=pk).update(headline=text)

    def read(self, pk):
        return Talk.objects.values_list("headline", flat=True).get(pk=pk)


RELEASES = [Renamed]
