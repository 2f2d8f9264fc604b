"""The table is renamed, and a view in its place has its one text column under both names, until only new code runs."""

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


class Release:
    before = [
        """
        ALTER TABLE talk RENAME COLUMN title TO headline;
        ALTER TABLE talk RENAME TO talk_rows;
        CREATE VIEW talk AS SELECT id, headline AS title, headline FROM talk_rows;
        """
    ]
    after = [
        """
        DROP VIEW talk;
        ALTER TABLE talk_rows RENAME TO talk;
        """
    ]

    def add(self, text):
        return NewTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        talk = NewTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save()

    def read(self, pk):
        return NewTalk.objects.get(pk=pk).headline


RELEASES = [Release]
