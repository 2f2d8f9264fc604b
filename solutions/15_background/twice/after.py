"""A row with a unique key, in the same transaction as the points."""

from django.db import models, transaction
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic
def handle(message):
    # Of two workers the second waits here, until the first has committed or rolled back.
    _, is_new = Handled.objects.get_or_create(message=message["id"])
    if is_new:
        add(message)
    return is_new


def add(message):
    total = Coalesce("rating", 0) + message["points"]
    if not Profile.objects.filter(user=message["user"]).update(rating=total):
        raise Profile.DoesNotExist(f"User {message['user']} has no profile.")
