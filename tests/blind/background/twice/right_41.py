"""A unique row for each message is inserted first, in a savepoint of its own; then the database adds the points, all in one atomic()."""

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic
def handle(message):
    try:
        # Who inserts the same id at this moment, is waited for: then it is there, or it isn't.
        with transaction.atomic():
            Handled.objects.create(message=message["id"])
    except IntegrityError:
        return False
    added = Profile.objects.filter(user=message["user"]).update(
        rating=Coalesce(F("rating"), 0) + message["points"]
    )
    if not added:
        raise Profile.DoesNotExist(f"User {message['user']} has no profile.")  # undoes the insert
    return True
