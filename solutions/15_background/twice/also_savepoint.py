"""The refusal of the second row ends a savepoint, and not the caller's transaction."""

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, primary_key=True)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    try:
        with transaction.atomic():
            Handled(message=message["id"]).save(force_insert=True)
            add(message)
    except IntegrityError:
        if Handled.objects.filter(pk=message["id"]).exists():
            return False
        raise
    return True


def add(message):
    total = Coalesce("rating", 0) + message["points"]
    if not Profile.objects.filter(user=message["user"]).update(rating=total):
        raise Profile.DoesNotExist(f"User {message['user']} has no profile.")
