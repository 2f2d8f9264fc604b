"""Right: two triggers, by the column that a statement names; the new code is SQL."""

from django.db import connection, models


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
CREATE FUNCTION talk_from_title() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.headline := NEW.title; RETURN NEW; END $$;
CREATE FUNCTION talk_from_headline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.title := NEW.headline; RETURN NEW; END $$;
"""
TRIGGERS = """
CREATE TRIGGER old_adds BEFORE INSERT ON talk FOR EACH ROW
    WHEN (NEW.headline IS NULL) EXECUTE FUNCTION talk_from_title();
CREATE TRIGGER new_adds BEFORE INSERT ON talk FOR EACH ROW
    WHEN (NEW.title IS NULL) EXECUTE FUNCTION talk_from_headline();
CREATE TRIGGER old_changes BEFORE UPDATE OF title ON talk FOR EACH ROW
    EXECUTE FUNCTION talk_from_title();
CREATE TRIGGER new_changes BEFORE UPDATE OF headline ON talk FOR EACH ROW
    EXECUTE FUNCTION talk_from_headline();
"""
CONTRACT = """
ALTER TABLE talk DROP COLUMN title CASCADE;
DROP FUNCTION talk_from_title() CASCADE;
DROP FUNCTION talk_from_headline() CASCADE;
"""


class Release:
    before = [
        "ALTER TABLE talk ADD COLUMN headline varchar(200)",
        FUNCTIONS,
        TRIGGERS,
        # Names the old column: its trigger fills the new one.
        "UPDATE talk SET title = title WHERE headline IS NULL",
        "ALTER TABLE talk ADD CONSTRAINT has_headline CHECK (headline IS NOT NULL) NOT VALID",
        "ALTER TABLE talk VALIDATE CONSTRAINT has_headline",
        "ALTER TABLE talk ALTER COLUMN headline SET NOT NULL",
        "ALTER TABLE talk DROP CONSTRAINT has_headline",
    ]
    after = [CONTRACT]

    def add(self, text):
        return run("INSERT INTO talk (headline) VALUES (%s) RETURNING id", [text])

    def change(self, pk, text):
        run("UPDATE talk SET headline = %s WHERE id = %s RETURNING id", [text, pk])

    def read(self, pk):
        return run("SELECT headline FROM talk WHERE id = %s", [pk])


def run(sql, params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchone()[0]


RELEASES = [Release]
