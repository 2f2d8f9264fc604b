"""Breaks "once": keeps the table small by forgetting messages after two weeks, and one comes after a
month.
"""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)
    handled_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    with transaction.atomic():
        Handled.objects.filter(handled_at__lt=timezone.now() - timedelta(days=14)).delete()
        _, is_new = Handled.objects.get_or_create(message=message["id"])
        if not is_new:
            return False
        found = Profile.objects.filter(user=message["user"]).update(
            rating=Coalesce(F("rating"), 0) + message["points"]
        )
        if not found:
            raise Profile.DoesNotExist
    return True
