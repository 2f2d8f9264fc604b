"""lost: an empty headline counts as one that nobody has written.

With the column's default of "" the trigger can't tell the old code's rows from an empty text: the
new code's change(pk, "") is undone at once, and read() returns the text from before.
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
    ALTER TABLE talk ALTER COLUMN title SET DEFAULT '';
    CREATE FUNCTION talk_both() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            IF NEW.headline = '' THEN
                NEW.headline := NEW.title;
            ELSE
                NEW.title := NEW.headline;
            END IF;
        ELSIF NEW.headline = '' OR NEW.title <> OLD.title THEN
            NEW.headline := NEW.title;
        ELSE
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
    ALTER TABLE talk ALTER COLUMN headline DROP DEFAULT;
"""


class Release:
    before = [
        "ALTER TABLE talk ADD COLUMN headline varchar(200) NOT NULL DEFAULT ''",
        TRIGGER,
        "UPDATE talk SET headline = title WHERE headline = ''",
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
