"""Three releases without a trigger: write both and read the old column, write both and read the new one, use the new one only."""

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


class BothTalk(models.Model):
    title = models.CharField(max_length=200, null=True)
    headline = models.CharField(max_length=200, null=True)

    class Meta:
        app_label, db_table = "talks", "talk"


class NewTalk(models.Model):
    headline = models.CharField(max_length=200)

    class Meta:
        app_label, db_table = "talks", "talk"


class WriteBoth:
    """Runs with Old, which knows only the title: that is what counts."""

    before = ["ALTER TABLE talk ADD COLUMN headline varchar(200) NULL"]
    after = ["UPDATE talk SET headline = title WHERE headline IS DISTINCT FROM title"]

    def add(self, text):
        return BothTalk.objects.create(title=text, headline=text).pk

    def change(self, pk, text):
        talk = BothTalk.objects.get(pk=pk)
        talk.title = talk.headline = text
        talk.save(update_fields=["title", "headline"])  # one statement for both

    def read(self, pk):
        return BothTalk.objects.get(pk=pk).title


class ReadNew(WriteBoth):
    """Runs with WriteBoth: all code writes both columns, so either can be read."""

    before = []
    after = [
        "ALTER TABLE talk ALTER COLUMN headline SET NOT NULL",
        "ALTER TABLE talk ALTER COLUMN title DROP NOT NULL",
    ]

    def read(self, pk):
        return BothTalk.objects.get(pk=pk).headline


class OnlyNew:
    """Runs with ReadNew: nobody reads the title any more, and it may be missing."""

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


RELEASES = [WriteBoth, ReadNew, OnlyNew]
