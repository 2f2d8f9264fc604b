"""Wrong (together): the new code knows both columns, and save() writes both, the title as it was read.
If old code changes the talk in between, the trigger takes the stale title for a change: both read what
neither of the two wrote."""

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
CREATE FUNCTION talk_in_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.headline := COALESCE(NEW.headline, NEW.title);
        NEW.title := NEW.headline;
    ELSIF NEW.title IS DISTINCT FROM OLD.title THEN
        NEW.headline := NEW.title;
    ELSIF NEW.headline IS DISTINCT FROM OLD.headline THEN
        NEW.title := NEW.headline;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER talk_in_step BEFORE INSERT OR UPDATE ON talk
FOR EACH ROW EXECUTE FUNCTION talk_in_step();
"""


class BothTalk(models.Model):
    title = models.CharField(max_length=200)
    headline = models.CharField(max_length=200)

    class Meta:
        app_label, db_table = "talks", "talk"


class Release:
    before = [
        "ALTER TABLE talk ADD COLUMN headline varchar(200);" + TRIGGER,
        "UPDATE talk SET headline = title WHERE headline IS NULL",
        "ALTER TABLE talk ALTER COLUMN headline SET NOT NULL",
    ]
    after = [
        """
        UPDATE talk SET headline = title WHERE headline IS DISTINCT FROM title;
        """,
    ]


    def add(self, text):
        return BothTalk.objects.create(title=text, headline=text).pk

    def change(self, pk, text):
        talk = BothTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save()

    def read(self, pk):
        return BothTalk.objects.get(pk=pk).headline


class Last(Release):
    before = []
    after = [
        """
        DROP TRIGGER talk_in_step ON talk;
        DROP FUNCTION talk_in_step();
        ALTER TABLE talk DROP COLUMN title;
        """,
    ]

    def add(self, text):
        return NewTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        talk = NewTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save()

    def read(self, pk):
        return NewTalk.objects.get(pk=pk).headline


RELEASES = [Release, Last]
