"""lost: the rows are copied in ten batches of ids, and not those beyond.

A talk whose id is above 100,000 (or below 1) and that nobody changes keeps headline NULL: the new
code reads None, and at the end SET NOT NULL fails.
"""

from django.db import models


class OldTalk(models.Model):
    title = models.CharField(max_length=200)

    class Meta:
        app_label, db_table = "talks", "talk"


class Old:
    def add(self, text):
        return OldTalk.objects.create(title=text).pk

    def change(self, pk, text):
        talk = OldTalk.objects.get(pk=pk)
        talk.title = text
        talk.save()

    def read(self, pk):
        return OldTalk.objects.get(pk=pk).title


class NewTalk(models.Model):
    headline = models.CharField(max_length=200)

    class Meta:
        app_label, db_table = "talks", "talk"


TRIGGER = """
    CREATE FUNCTION talk_both() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            NEW.headline := coalesce(NEW.headline, NEW.title);
            NEW.title := NEW.headline;
        ELSIF NEW.title IS DISTINCT FROM OLD.title THEN
            NEW.headline := NEW.title;
        ELSIF NEW.headline IS DISTINCT FROM OLD.headline THEN
            NEW.title := NEW.headline;
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER talk_both BEFORE INSERT OR UPDATE ON talk
        FOR EACH ROW EXECUTE FUNCTION talk_both();
"""
CONTRACT = """
    ALTER TABLE talk DROP COLUMN title;
    DROP TRIGGER talk_both ON talk;
    DROP FUNCTION talk_both();
    ALTER TABLE talk ALTER COLUMN headline SET NOT NULL;
"""


class Release:
    before = [
        "ALTER TABLE talk ADD COLUMN headline varchar(200)",
        TRIGGER,
        # In batches, so that no transaction locks many rows.
        *(
            f"UPDATE talk SET headline = title WHERE id BETWEEN {first} AND {first + 9_999} "
            "AND headline IS NULL"
            for first in range(1, 100_000, 10_000)
        ),
    ]
    after = [CONTRACT]

    def add(self, text):
        return NewTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        talk = NewTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save()

    def read(self, pk):
        return NewTalk.objects.get(pk=pk).headline


RELEASES = [Release]
