"""Wrong (lost): the release that reads the new column writes only that one, while the release before it
still reads title."""

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


class Both:
    def add(self, text):
        return BothTalk.objects.create(title=text, headline=text).pk

    def change(self, pk, text):
        talk = BothTalk.objects.get(pk=pk)
        talk.title = talk.headline = text
        talk.save()


class Expand(Both):
    """Writes both columns; title counts, as old code knows no other."""

    before = ["ALTER TABLE talk ADD COLUMN headline varchar(200)"]
    after = [
        "UPDATE talk SET headline = title WHERE headline IS DISTINCT FROM title",
        "ALTER TABLE talk ALTER COLUMN headline SET NOT NULL",
    ]

    def read(self, pk):
        return BothTalk.objects.get(pk=pk).title


class Contract:
    """Knows the new column only."""

    before = ["ALTER TABLE talk ALTER COLUMN title DROP NOT NULL"]
    after = ["ALTER TABLE talk DROP COLUMN title"]

    def add(self, text):
        return NewTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        talk = NewTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save()

    def read(self, pk):
        return NewTalk.objects.get(pk=pk).headline


RELEASES = [Expand, Contract]
