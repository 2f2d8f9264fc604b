"""RIGHT: the view is made of the ORM's own SQL, and read with a model that no app knows."""

from django.apps.registry import Apps
from django.db import connection, models
from django.db.models import F, Sum, Window
from django.db.models.functions import Rank

from arena.contests.models import Attempt


class Famous(models.Model):
    """A line of the materialised view."""

    user = models.BigIntegerField(primary_key=True)
    points = models.BigIntegerField()
    rank = models.BigIntegerField()

    class Meta:
        """Its own registry, so that Arena's apps and migrations stay as they are."""

        apps = Apps()
        app_label = "contests"
        db_table = "famous"
        managed = False


def _people():
    return (
        Attempt.objects.filter(score__isnull=False)
        .order_by()
        .values("user")
        .annotate(points=Sum("score"))
        .annotate(rank=Window(Rank(), order_by=F("points").desc()))
    )


def install():
    """Make what is needed, and fill it."""
    sql, params = _people().query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE MATERIALIZED VIEW famous ("user", points, rank) AS {sql}', params)
        cursor.execute('CREATE UNIQUE INDEX famous_user ON famous ("user")')
        cursor.execute('CREATE INDEX famous_order ON famous (points, "user")')


def refresh():
    """Bring it up to date."""
    with connection.cursor() as cursor:
        cursor.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY famous")


def board(limit=20):
    people = Famous.objects.order_by("-points", "-user").values("rank", "user", "points")
    return list(people[:limit])
