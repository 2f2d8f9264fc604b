"""Right: four releases, one small step each, and a copy in a DO block of batches."""

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


class BothTalk(models.Model):
    title = models.CharField(max_length=200)
    headline = models.CharField(max_length=200, null=True)

    class Meta:
        app_label, db_table = "talks", "talk"


COPY = """
DO $$
DECLARE
    highest bigint := (SELECT max(id) FROM talk);
    place bigint := 0;
BEGIN
    WHILE place <= highest LOOP
        UPDATE talk SET headline = title
        WHERE id > place AND id <= place + 1000 AND headline IS DISTINCT FROM title;
        place := place + 1000;
    END LOOP;
END $$
"""


class Writer:
    """Writes what `fields` says, all in one statement, and reads the first of them."""

    before, after = [], []
    model, fields = BothTalk, ("title", "headline")

    def values(self, text):
        return dict.fromkeys(self.fields, text)

    def add(self, text):
        return self.model.objects.create(**self.values(text)).pk

    def change(self, pk, text):
        talk = self.model.objects.get(pk=pk)
        for field in self.fields:
            setattr(talk, field, text)
        talk.save(update_fields=self.fields)

    def read(self, pk):
        return getattr(self.model.objects.get(pk=pk), self.fields[0])


class One(Writer):
    before = ["ALTER TABLE talk ADD COLUMN headline varchar(200)"]


class Two(Writer):
    """The same code; nothing that writes the old column alone runs any more."""

    before = [COPY, "ALTER TABLE talk ALTER COLUMN headline SET NOT NULL"]


class Three(Writer):
    fields = ("headline", "title")


class Four(Writer):
    before = ["ALTER TABLE talk ALTER COLUMN title DROP NOT NULL"]
    after = ["ALTER TABLE talk DROP COLUMN title"]
    model, fields = NewTalk, ("headline",)


RELEASES = [One, Two, Three, Four]
