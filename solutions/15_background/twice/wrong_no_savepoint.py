"""Without a savepoint the refused row spoils the transaction of the caller.

Breaks: batch
Fails: batch
"""

from django.db import IntegrityError, models, transaction
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic(savepoint=False)
def handle(message):
    try:
        Handled.objects.create(message=message["id"])
    except IntegrityError:
        return False
    add(message)
    return True


def add(message):
    total = Coalesce("rating", 0) + message["points"]
    if not Profile.objects.filter(user=message["user"]).update(rating=total):
        raise Profile.DoesNotExist(f"User {message['user']} has no profile.")
