"""Breaks: batch.

durable=True makes sure that handle() commits before the message is acknowledged, and so refuses to run in a transaction of the caller:
RuntimeError at the first call of a batch.
"""

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    with transaction.atomic(durable=True):
        try:
            with transaction.atomic():
                Handled.objects.create(message=message["id"])
        except IntegrityError:
            return False
        changed = Profile.objects.filter(user=message["user"]).update(
            rating=Coalesce(F("rating"), 0) + message["points"]
        )
        if not changed:
            raise Profile.DoesNotExist
    return True
