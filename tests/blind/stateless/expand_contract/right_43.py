"""Two releases: the first one's code copes with either name, so that the column can be renamed under it."""

from django.db import ProgrammingError, models, transaction
from psycopg.errors import UndefinedColumn


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


def either(do):
    """Do it with the old name, and with the new one if the column is renamed already."""
    try:
        with transaction.atomic():
            return do(OldTalk, "title")
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedColumn):
            raise
    return do(NewTalk, "headline")


class Tolerant:
    before = []
    after = ["ALTER TABLE talk RENAME COLUMN title TO headline"]

    def add(self, text):
        return either(lambda model, name: model.objects.create(**{name: text}).pk)

    def change(self, pk, text):
        def do(model, name):
            talk = model.objects.get(pk=pk)
            setattr(talk, name, text)
            talk.save()

        either(do)

    def read(self, pk):
        return either(lambda model, name: getattr(model.objects.get(pk=pk), name))


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
