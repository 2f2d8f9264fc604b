"""Breaks "requests".

Nobody takes NOT NULL from title before the last release writes only the headline: its add() fails from its start until its `after` drops
the column.
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
    title = models.CharField(max_length=200, null=True)
    headline = models.CharField(max_length=200, null=True)

    class Meta:
        app_label, db_table = "talks", "talk"


class NewTalk(models.Model):
    headline = models.CharField(max_length=200)

    class Meta:
        app_label, db_table = "talks", "talk"


class WriteBoth:
    before = ["ALTER TABLE talk ADD COLUMN headline varchar(200)"]
    after = [
        "UPDATE talk SET headline = title WHERE headline IS DISTINCT FROM title",
        "ALTER TABLE talk ALTER COLUMN headline SET NOT NULL",
    ]

    def add(self, text):
        return BothTalk.objects.create(title=text, headline=text).pk

    def change(self, pk, text):
        talk = BothTalk.objects.get(pk=pk)
        talk.title = talk.headline = text
        talk.save()

    def read(self, pk):
        return BothTalk.objects.get(pk=pk).title


class ReadNew(WriteBoth):
    before = []
    after = []

    def read(self, pk):
        return BothTalk.objects.get(pk=pk).headline


class OnlyNew:
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
