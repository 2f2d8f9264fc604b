"""Triggers copy the column that a statement names in SET; NOT NULL is proved by a validated constraint; a second release cleans up."""

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


FUNCTIONS = """
    CREATE FUNCTION talk_fill() RETURNS trigger AS 'BEGIN
        IF NEW.headline IS NULL THEN NEW.headline = NEW.title; END IF;
        IF NEW.title IS NULL THEN NEW.title = NEW.headline; END IF;
        RETURN NEW;
    END' LANGUAGE plpgsql;
    CREATE FUNCTION talk_from_title() RETURNS trigger AS 'BEGIN
        NEW.headline = NEW.title;
        RETURN NEW;
    END' LANGUAGE plpgsql;
    CREATE FUNCTION talk_from_headline() RETURNS trigger AS 'BEGIN
        NEW.title = NEW.headline;
        RETURN NEW;
    END' LANGUAGE plpgsql;
"""

COLUMN = """
    ALTER TABLE talk ADD COLUMN headline varchar(200);
    CREATE TRIGGER talk_fill BEFORE INSERT ON talk
        FOR EACH ROW EXECUTE FUNCTION talk_fill();
    CREATE TRIGGER talk_from_title BEFORE UPDATE OF title ON talk
        FOR EACH ROW EXECUTE FUNCTION talk_from_title();
    CREATE TRIGGER talk_from_headline BEFORE UPDATE OF headline ON talk
        FOR EACH ROW EXECUTE FUNCTION talk_from_headline();
"""


class TalksByHeadline:
    def add(self, text):
        return NewTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        talk = NewTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save()

    def read(self, pk):
        return NewTalk.objects.get(pk=pk).headline


class Expand(TalksByHeadline):
    before = [
        FUNCTIONS,
        COLUMN,
        "UPDATE talk SET headline = title WHERE headline IS NULL",
        "ALTER TABLE talk ADD CONSTRAINT talk_headline CHECK (headline IS NOT NULL) NOT VALID",
        "ALTER TABLE talk VALIDATE CONSTRAINT talk_headline",
    ]
    after = []


class Contract(TalksByHeadline):
    before = [
        "ALTER TABLE talk ALTER COLUMN headline SET NOT NULL",
        """
        ALTER TABLE talk DROP COLUMN title CASCADE, DROP CONSTRAINT talk_headline;
        DROP TRIGGER talk_fill ON talk;
        DROP TRIGGER IF EXISTS talk_from_title ON talk;
        DROP TRIGGER talk_from_headline ON talk;
        DROP FUNCTION talk_fill();
        DROP FUNCTION talk_from_title();
        DROP FUNCTION talk_from_headline();
        """,
    ]
    after = []


RELEASES = [Expand, Contract]
