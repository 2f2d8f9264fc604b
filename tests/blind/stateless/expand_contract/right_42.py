"""The column is renamed at once, and a view named talk offers it under both names while both codes run."""

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
    # One transaction each: at no moment there is no talk. The view can be written to, as it is
    # a simple one; both of its names are the same column of the table.
    before = [
        """
        ALTER TABLE talk RENAME COLUMN title TO headline;
        ALTER TABLE talk RENAME TO talk_rows;
        CREATE VIEW talk AS SELECT id, headline, headline AS title FROM talk_rows;
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
