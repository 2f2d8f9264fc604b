"""A request asks which column there is. Then the release renames it, and the request goes on.

Breaks: requests
Fails: in_between
"""

from django.db import connection, models


class OldTalk(models.Model):
    title = models.CharField(max_length=200)

    class Meta:
        app_label, db_table = "talks", "talk"


class NewTalk(models.Model):
    headline = models.CharField(max_length=200)

    class Meta:
        app_label, db_table = "talks", "talk"


COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = 'talk'"


def current():
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        return (OldTalk, "title") if ("title",) in cursor.fetchall() else (NewTalk, "headline")


class Either:
    before = []
    after = ["ALTER TABLE talk RENAME COLUMN title TO headline"]

    def add(self, text):
        model, name = current()
        return model.objects.create(**{name: text}).pk

    def change(self, pk, text):
        model, name = current()
        model.objects.filter(pk=pk).update(**{name: text})

    def read(self, pk):
        model, name = current()
        return model.objects.values_list(name, flat=True).get(pk=pk)


class NewOnly:
    before, after = [], []

    def add(self, text):
        return NewTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        NewTalk.objects.filter(pk=pk).update(headline=text)

    def read(self, pk):
        return NewTalk.objects.values_list("headline", flat=True).get(pk=pk)


RELEASES = [Either, NewOnly]
