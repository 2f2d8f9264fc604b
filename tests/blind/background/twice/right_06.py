"""bulk_create(ignore_conflicts=True) with a mark of this call, by which it knows its own row."""

import uuid

from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)
    call = models.UUIDField()

    class Meta:
        app_label = "messages_seen"


def handle(message):
    call = uuid.uuid4()
    with transaction.atomic():
        Handled.objects.bulk_create(
            [Handled(message=message["id"], call=call)], ignore_conflicts=True
        )
        if not Handled.objects.filter(message=message["id"], call=call).exists():
            return False
        profile = Profile.objects.get(user=message["user"])
        profile.rating = Coalesce(F("rating"), 0) + message["points"]
        profile.save(update_fields=["rating"])
    return True
