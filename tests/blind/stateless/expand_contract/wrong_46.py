"""requests: the first release asks for the column's name, and then sends its statement.

If the column is renamed between these two (or between get() and save() of change()), the statement
asks for a column that is no longer there, and the request fails.
"""

from django.db import connection, models


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


def current():
    """Return the model and the name that fit the table as it is now."""
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "talk")
    if any(column.name == "title" for column in columns):
        return OldTalk, "title"
    return NewTalk, "headline"


class Tolerant:
    before = []
    after = ["ALTER TABLE talk RENAME COLUMN title TO headline"]

    def add(self, text):
        model, name = current()
        return model.objects.create(**{name: text}).pk

    def change(self, pk, text):
        model, name = current()
        talk = model.objects.get(pk=pk)
        setattr(talk, name, text)
        talk.save()

    def read(self, pk):
        model, name = current()
        return getattr(model.objects.get(pk=pk), name)


class Release:
    before = []
    after = []

    def add(self, text):
        return NewTalk.objects.create(headline=text).pk

    def change(self, pk, text):
        talk = NewTalk.objects.get(pk=pk)
        talk.headline = text
        talk.save()

    def read(self, pk):
        return NewTalk.objects.get(pk=pk).headline


RELEASES = [Tolerant, Release]
