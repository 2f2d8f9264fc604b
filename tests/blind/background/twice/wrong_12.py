"""Wrong, batch: without a savepoint, Profile.DoesNotExist spoils the transaction of the caller.

If the caller catches it and goes on, its next call fails, and nothing of the batch is committed."""

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic(savepoint=False)
def handle(message):
    _, is_new = Handled.objects.get_or_create(message=message["id"])
    if not is_new:
        return False
    profiles = Profile.objects.filter(user=message["user"])
    if not profiles.update(rating=Coalesce(F("rating"), 0) + message["points"]):
        raise Profile.DoesNotExist(f"There is no profile of user {message['user']}.")
    return True
