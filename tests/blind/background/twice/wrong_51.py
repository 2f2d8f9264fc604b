"""Breaks: once.

One transaction keeps both writes together, but get_or_create() needs a unique field to be safe: two workers that get the same message
at the same moment both find nothing, and both add the points.
"""

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, db_index=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic
def handle(message):
    _, is_new = Handled.objects.get_or_create(message=message["id"])
    if not is_new:
        return False
    changed = Profile.objects.filter(user=message["user"]).update(
        rating=Coalesce(F("rating"), 0) + message["points"]
    )
    if not changed:
        raise Profile.DoesNotExist
    return True
