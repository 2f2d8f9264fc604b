"""Four releases, each with one step. The third one finds NULL allowed before it begins."""

from django.db import models
from django.db.models import F


class Talk(models.Model):
    title = models.CharField(max_length=200, null=True)
    headline = models.CharField(max_length=200, null=True)

    class Meta:
        app_label, db_table = "talks", "talk"


class Base:
    before, after = (), ()
    columns = ("title", "headline")

    def add(self, text):
        return Talk.objects.create(**dict.fromkeys(self.columns, text)).pk

    def change(self, pk, text):
        Talk.objects.filter(pk=pk).update(**dict.fromkeys(self.columns, text))

    def read(self, pk):
        return Talk.objects.values(value=F(self.columns[-1])).get(pk=pk)["value"]


class Expand(Base):
    before = ("ALTER TABLE talk ADD headline varchar(200)",)
    columns = ("headline", "title")


class Copy(Base):
    before = ("UPDATE talk SET headline = title",)


class Contract(Base):
    before = ("ALTER TABLE talk ALTER title DROP NOT NULL",)
    after = ("ALTER TABLE talk DROP title", "ALTER TABLE talk ALTER headline SET NOT NULL")
    columns = ("headline",)

    def add(self, text):
        return Headline.objects.create(headline=text).pk


class Headline(models.Model):
    headline = models.CharField(max_length=200)

    class Meta:
        app_label, db_table = "talks", "talk"


RELEASES = [Expand, Copy, Contract()]
