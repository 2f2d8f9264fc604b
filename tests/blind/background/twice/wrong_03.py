"""Breaks "batch": the IntegrityError is caught without a savepoint of its own, so a caller's
transaction is broken from then on.
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
    with transaction.atomic():
        try:
            Handled.objects.create(message=message["id"])
        except IntegrityError:
            transaction.set_rollback(False)
            return False
        found = Profile.objects.filter(user=message["user"]).update(
            rating=Coalesce(F("rating"), 0) + message["points"]
        )
        if not found:
            raise Profile.DoesNotExist
    return True
