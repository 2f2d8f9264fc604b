"""Breaks "once": without a unique constraint two workers both create the row at the same time."""

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, db_index=True)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    with transaction.atomic():
        _, is_new = Handled.objects.get_or_create(message=message["id"])
        if not is_new:
            return False
        found = Profile.objects.filter(user=message["user"]).update(
            rating=Coalesce(F("rating"), 0) + message["points"]
        )
        if not found:
            raise Profile.DoesNotExist
    return True
