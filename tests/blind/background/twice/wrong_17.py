"""Wrong, no wait: all messages take one lock, and it is held until the end of the caller's batch."""

from django.db import connection, models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic
def handle(message):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [Handled._meta.db_table])
    if Handled.objects.filter(message=message["id"]).exists():
        return False
    Handled.objects.create(message=message["id"])
    profiles = Profile.objects.filter(user=message["user"])
    if not profiles.update(rating=Coalesce(F("rating"), 0) + message["points"]):
        raise Profile.DoesNotExist(f"There is no profile of user {message['user']}.")
    return True
