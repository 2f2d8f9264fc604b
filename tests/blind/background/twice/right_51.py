"""A unique message is written with get_or_create() in the same transaction as an UPDATE that adds the points in the database."""

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic
def handle(message):
    _, is_new = Handled.objects.get_or_create(message=message["id"])
    if not is_new:
        return False
    profiles = Profile.objects.filter(user=message["user"])
    if not profiles.update(rating=Coalesce(F("rating"), 0) + message["points"]):
        # This also takes back the row of Handled.
        raise Profile.DoesNotExist(f"User {message['user']} has no profile.")
    return True
