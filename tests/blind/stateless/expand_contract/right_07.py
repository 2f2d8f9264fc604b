"""Right: the table gets another name for a release, and its old name is a view for the old code."""

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


FIRST = """
ALTER TABLE talk RENAME COLUMN title TO headline;
ALTER TABLE talk RENAME TO talk_row;
CREATE VIEW talk AS SELECT id, headline AS title FROM talk_row;
"""
SECOND = """
DROP VIEW talk;
ALTER TABLE talk_row RENAME TO talk;
CREATE VIEW talk_row AS SELECT id, headline FROM talk;
"""


class RowTalk(models.Model):
    headline = models.CharField(max_length=200)

    class Meta:
        app_label, db_table = "talks", "talk_row"


class Moved:
    before = [FIRST]
    after = []

    def add(self, text):
        return RowTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        talk = RowTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save(update_fields=["headline"])

    def read(self, pk):
        return RowTalk.objects.get(pk=pk).headline


class Back:
    before = [SECOND]
    after = ["DROP VIEW talk_row"]

    def add(self, text):
        return NewTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        talk = NewTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save()

    def read(self, pk):
        return NewTalk.objects.get(pk=pk).headline


RELEASES = [Moved, Back]
