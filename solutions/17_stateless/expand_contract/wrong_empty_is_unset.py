"""The trigger takes an empty headline for one that nobody has written.

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
        ALTER TABLE talk ALTER COLUMN title SET DEFAULT '';
        ALTER TABLE talk ADD COLUMN headline varchar(200) NOT NULL DEFAULT '';
        CREATE FUNCTION same_text() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NEW.headline = '' OR TG_OP = 'UPDATE' AND NEW.title <> OLD.title THEN
                NEW.headline := NEW.title;
            ELSE
                NEW.title := NEW.headline;
            END IF;
            RETURN NEW;
        END
        $$;
        CREATE TRIGGER same_text BEFORE INSERT OR UPDATE ON talk
            FOR EACH ROW EXECUTE FUNCTION same_text();
        """,
        "UPDATE talk SET headline = title WHERE headline = ''",
    ]
    after = [
        """
        DROP TRIGGER same_text ON talk;
        DROP FUNCTION same_text();
        ALTER TABLE talk DROP COLUMN title;
        ALTER TABLE talk ALTER COLUMN headline DROP DEFAULT;
        """
    ]

    def add(self, text):
        return Talk.objects.create(headline=text).pk

    def change(self, pk, text):
        Talk.objects.filter(pk=pk).update(headline=text)

    def read(self, pk):
        return Talk.objects.values_list("headline", flat=True).get(pk=pk)


RELEASES = [Renamed]
