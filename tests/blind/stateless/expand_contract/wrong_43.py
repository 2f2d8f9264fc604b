"""together: change() of the second release writes the two columns one after the other.

Two such change() of one row, while the first release still answers too, can leave the one text in
title and the other in headline: the first release's code reads one, the second's the other.
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


class BothTalk(models.Model):
    title = models.CharField(max_length=200)
    headline = models.CharField(max_length=200, null=True)

    class Meta:
        app_label, db_table = "talks", "talk"


class NewTalk(models.Model):
    headline = models.CharField(max_length=200)

    class Meta:
        app_label, db_table = "talks", "talk"


class WriteBoth:
    """Reads what the old code reads, and writes both."""

    before = ["ALTER TABLE talk ADD COLUMN headline varchar(200)"]
    after = ["UPDATE talk SET headline = title WHERE headline IS DISTINCT FROM title"]

    def add(self, text):
        return BothTalk.objects.create(title=text, headline=text).pk

    def change(self, pk, text):
        talk = BothTalk.objects.get(pk=pk)
        talk.title = talk.headline = text
        talk.save()

    def read(self, pk):
        return BothTalk.objects.get(pk=pk).title


class ReadNew:
    """Reads the new column, and still writes both."""

    before = []
    after = ["ALTER TABLE talk ALTER COLUMN title DROP NOT NULL"]

    def add(self, text):
        return BothTalk.objects.create(title=text, headline=text).pk

    def change(self, pk, text):
        talk = BothTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save(update_fields=["headline"])
        talk.title = text  # for those who still run the last release
        talk.save(update_fields=["title"])

    def read(self, pk):
        return BothTalk.objects.get(pk=pk).headline


class WriteNew:
    before = []
    after = [
        "ALTER TABLE talk DROP COLUMN title; ALTER TABLE talk ALTER COLUMN headline SET NOT NULL"
    ]

    def add(self, text):
        return NewTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        talk = NewTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save()

    def read(self, pk):
        return NewTalk.objects.get(pk=pk).headline


RELEASES = [WriteBoth, ReadNew, WriteNew]
