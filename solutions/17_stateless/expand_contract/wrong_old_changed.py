"""Old code that writes both columns would help. But it runs already, as it is.

Breaks: old
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


class Old:
    def add(self, text):
        return BothTalk.objects.create(title=text, headline=text).pk

    def change(self, pk, text):
        BothTalk.objects.filter(pk=pk).update(title=text, headline=text)

    def read(self, pk):
        return BothTalk.objects.get(pk=pk).title


class WriteBoth(Old):
    before = [
        "ALTER TABLE talk ADD COLUMN headline varchar(200)",
        "UPDATE talk SET headline = title",
    ]
    after = [
        "ALTER TABLE talk ALTER COLUMN headline SET NOT NULL",
    ]


class ReadNew(WriteBoth):
    before = []
    after = ["ALTER TABLE talk ALTER COLUMN title DROP NOT NULL"]

    def read(self, pk):
        return BothTalk.objects.get(pk=pk).headline


class NewOnly:
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


RELEASES = [WriteBoth, ReadNew, NewOnly]
