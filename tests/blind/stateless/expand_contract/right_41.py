"""One release: a trigger keeps both columns equal, whichever of them is written, until the old one is dropped."""

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
# In one transaction: without the trigger the new code could not add, without the column the
# trigger would fail. The valid CHECK spares SET NOT NULL the walk through the table.
CONTRACT = """
    ALTER TABLE talk ALTER COLUMN headline SET NOT NULL;
    ALTER TABLE talk DROP CONSTRAINT talk_headline_there;
    DROP TRIGGER talk_both ON talk;
    DROP FUNCTION talk_both();
    ALTER TABLE talk DROP COLUMN title;
"""


class Release:
    before = [
        "ALTER TABLE talk ADD COLUMN headline varchar(200)",
        TRIGGER,
        "UPDATE talk SET headline = title WHERE headline IS NULL",
    ]
    after = [
        "ALTER TABLE talk ADD CONSTRAINT talk_headline_there "
        "CHECK (headline IS NOT NULL) NOT VALID",
        "ALTER TABLE talk VALIDATE CONSTRAINT talk_headline_there",
        CONTRACT,
    ]

    def add(self, text):
        return NewTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        talk = NewTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save()

    def read(self, pk):
        return NewTalk.objects.get(pk=pk).headline


RELEASES = [Release]
