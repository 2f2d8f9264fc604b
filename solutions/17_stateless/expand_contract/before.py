"""Arena renames the column title of its table talk to headline. For minutes, pages fail.

A release takes minutes. It runs the SQL in its `before`, while the old code answers; then old and
new code answer; then only the new one; then it runs its `after`. Requests come at any moment. Each
text in the lists is a transaction.

Change RELEASES so that nobody notices. There may be several.

Rules:
- requests: add(), change() and read() never fail.
- lost: read() returns what was written last, whichever code wrote it.
- together: after two change() at the same time, all code that runs reads the same one of the two.
- renamed: in the end, talk is a table of id and headline, which is NOT NULL. Rows stay.
- old: the class Old can't change. It runs until the first release replaces it.
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


class NewTalk(models.Model):
    headline = models.CharField(max_length=200)

    class Meta:
        app_label, db_table = "talks", "talk"


# TODO: old code asks for a column that is no longer there.
class Release:
    before = ["ALTER TABLE talk RENAME COLUMN title TO headline"]
    after = []

    def add(self, text):
        return NewTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        talk = NewTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save()

    def read(self, pk):
        return NewTalk.objects.get(pk=pk).headline


RELEASES = [Release]
