"""Right: two releases; the first one uses a view with the new name, so nothing is copied."""

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


class ViewTalk(models.Model):
    headline = models.CharField(max_length=200)

    class Meta:
        app_label, db_table, managed = "talks", "talk_headlines", False


class ThroughView:
    before = ["CREATE VIEW talk_headlines AS SELECT id, title AS headline FROM talk"]
    # The view follows its column: for this code nothing changes.
    after = ["ALTER TABLE talk RENAME COLUMN title TO headline"]

    def add(self, text):
        return ViewTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        talk = ViewTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save()

    def read(self, pk):
        return ViewTalk.objects.get(pk=pk).headline


class Direct:
    before = []
    after = ["DROP VIEW talk_headlines"]

    def add(self, text):
        return NewTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        talk = NewTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save()

    def read(self, pk):
        return NewTalk.objects.get(pk=pk).headline


RELEASES = [ThroughView, Direct]
