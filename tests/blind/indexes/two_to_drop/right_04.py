"""RIGHT: the ORM over the catalogue: unmanaged models in a registry of their own."""

from django.apps.registry import Apps
from django.db import models
from django.db.models import F
from django.db.models.expressions import RawSQL

_registry = Apps()


class IndexStatistics(models.Model):
    indexrelid = models.BigIntegerField(primary_key=True)
    schemaname = models.TextField()
    indexrelname = models.TextField()
    idx_scan = models.BigIntegerField()

    class Meta:
        apps = _registry
        app_label = "catalogue"
        managed = False
        db_table = "pg_stat_user_indexes"


class IndexFacts(models.Model):
    indexrelid = models.BigIntegerField(primary_key=True)
    indrelid = models.BigIntegerField()
    indisprimary = models.BooleanField()
    indisunique = models.BooleanField()
    indisexclusion = models.BooleanField()

    class Meta:
        apps = _registry
        app_label = "catalogue"
        managed = False
        db_table = "pg_index"


class Constraint(models.Model):
    oid = models.BigIntegerField(primary_key=True)
    contype = models.TextField()
    conrelid = models.BigIntegerField()

    class Meta:
        apps = _registry
        app_label = "catalogue"
        managed = False
        db_table = "pg_constraint"


def to_drop():
    unused = IndexStatistics.objects.filter(schemaname="public", idx_scan=0)
    names = dict(unused.values_list("indexrelid", "indexrelname"))
    foreign = set(
        Constraint.objects.filter(contype="f")
        .annotate(number=RawSQL("unnest(conkey)", (), output_field=models.IntegerField()))
        .values_list("conrelid", "number")
    )
    plain = (
        IndexFacts.objects.filter(indisprimary=False, indisunique=False, indisexclusion=False)
        .annotate(
            table=F("indrelid"),
            first=RawSQL("indkey[0]", (), output_field=models.IntegerField()),
        )
        .values_list("indexrelid", "table", "first")
    )
    return sorted(
        names[index]
        for index, table, first in plain
        if index in names and (table, first) not in foreign
    )
