"""Right: two releases; a one-way trigger covers for the old code until that is gone."""

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


FILL = """
CREATE FUNCTION talk_fill() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.headline := NEW.title;
    RETURN NEW;
END $$;
CREATE TRIGGER talk_fill BEFORE INSERT OR UPDATE ON talk
    FOR EACH ROW EXECUTE FUNCTION talk_fill();
"""


class BothTalk(models.Model):
    title = models.CharField(max_length=200)
    headline = models.CharField(max_length=200, null=True)

    class Meta:
        app_label, db_table = "talks", "talk"


class Both:
    """Writes both columns, and reads the new one, which the trigger fills for the old code."""

    before = [
        "ALTER TABLE talk ADD COLUMN headline varchar(200)",
        FILL,
        "UPDATE talk SET headline = title WHERE headline IS NULL",
        "ALTER TABLE talk ALTER COLUMN headline SET NOT NULL",
    ]
    after = [
        "DROP TRIGGER talk_fill ON talk",
        "DROP FUNCTION talk_fill()",
        "ALTER TABLE talk ALTER COLUMN title DROP NOT NULL",
    ]

    def add(self, text):
        return BothTalk.objects.create(title=text, headline=text).pk

    def change(self, pk, text):
        if not BothTalk.objects.filter(pk=pk).update(title=text, headline=text):
            raise BothTalk.DoesNotExist

    def read(self, pk):
        return BothTalk.objects.values_list("headline", flat=True).get(pk=pk)


class New:
    before = []
    after = ["ALTER TABLE talk DROP COLUMN title"]

    def add(self, text):
        return NewTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        talk = NewTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save()

    def read(self, pk):
        return NewTalk.objects.get(pk=pk).headline


RELEASES = [Both, New]
