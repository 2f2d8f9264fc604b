"""One release: a trigger keeps both columns equal while old and new code run; it goes, with the column title, when only new code does."""

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


EXPAND = """
    ALTER TABLE talk ADD COLUMN headline varchar(200);

    CREATE FUNCTION talk_both() RETURNS trigger LANGUAGE plpgsql AS $$
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

    CREATE TRIGGER talk_both BEFORE INSERT OR UPDATE ON talk
    FOR EACH ROW EXECUTE FUNCTION talk_both();
"""

FILL = "UPDATE talk SET headline = title WHERE headline IS NULL"

CONTRACT = """
    ALTER TABLE talk ALTER COLUMN headline SET NOT NULL, DROP COLUMN title;
    DROP TRIGGER talk_both ON talk;
    DROP FUNCTION talk_both();
"""


class Release:
    before = [EXPAND, FILL]
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
