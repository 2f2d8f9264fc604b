"""PostgreSQL's views as unmanaged models, and the rest with the ORM."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL


class IndexUse(models.Model):
    indexrelid = models.BigIntegerField(primary_key=True)
    relid = models.BigIntegerField()
    schemaname = models.TextField()
    indexrelname = models.TextField()
    idx_scan = models.BigIntegerField()

    class Meta:
        managed = False
        app_label = "answer"
        db_table = "pg_stat_user_indexes"


class IndexEntry(models.Model):
    indexrelid = models.BigIntegerField(primary_key=True)
    indisunique = models.BooleanField()
    indisexclusion = models.BooleanField()

    class Meta:
        managed = False
        app_label = "answer"
        db_table = "pg_index"


class Constraint(models.Model):
    oid = models.BigIntegerField(primary_key=True)
    contype = models.CharField(max_length=1)
    conrelid = models.BigIntegerField()
    conkey = ArrayField(models.SmallIntegerField())

    class Meta:
        managed = False
        app_label = "answer"
        db_table = "pg_constraint"


def to_drop():
    first = RawSQL(
        "(SELECT indkey[0] FROM pg_index WHERE indexrelid = pg_stat_user_indexes.indexrelid)",
        [],
    )
    entry = IndexEntry.objects.filter(indexrelid=OuterRef("indexrelid"))
    needed = Constraint.objects.filter(
        contype="f", conrelid=OuterRef("relid"), conkey__contains=[OuterRef("first")]
    )
    names = (
        IndexUse.objects.filter(schemaname="public", idx_scan=0)
        .annotate(first=first)
        .filter(~Exists(entry.filter(Q(indisunique=True) | Q(indisexclusion=True))))
        .filter(~Exists(needed))
    )
    return sorted(names.values_list("indexrelname", flat=True))
