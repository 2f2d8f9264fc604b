"""An advisory lock of the message instead of waiting for the index, which is still unique."""

from django.db import connection, models, transaction
from django.db.models import Case, F, When

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [message["id"]]
            )
        if Handled.objects.filter(message=message["id"]).exists():
            return False
        Handled.objects.create(message=message["id"])
        added = Profile.objects.filter(user=message["user"]).update(
            rating=Case(
                When(rating__isnull=True, then=message["points"]),
                default=F("rating") + message["points"],
            )
        )
        if added != 1:
            raise Profile.DoesNotExist
    return True
