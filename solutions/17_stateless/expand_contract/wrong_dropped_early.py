"""The release before still writes the column.

Breaks: requests
Fails: requests
"""

from django.db import models


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
    before = ["ALTER TABLE talk ADD COLUMN headline varchar(200)"]
    after = [
        # Old code may have changed a title after it was copied, so NULL says too little.
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
    after = ["ALTER TABLE talk ALTER COLUMN title DROP NOT NULL"]

    def read(self, pk):
        return BothTalk.objects.get(pk=pk).headline


class NewOnly:
    before = ["ALTER TABLE talk DROP COLUMN title"]
    after = []

    def add(self, text):
        return NewTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        talk = NewTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save()

    def read(self, pk):
        return NewTalk.objects.get(pk=pk).headline


RELEASES = [WriteBoth, ReadNew, NewOnly]
