"""INSERT tells by its row count whether this call was the first."""

from django.db import connection, models, transaction
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


CLAIM = "INSERT INTO messages_seen_handled (message) VALUES (%s) ON CONFLICT (message) DO NOTHING"


@transaction.atomic
def handle(message):
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [message["id"]])
        is_new = cursor.rowcount == 1
    if is_new:
        add(message)
    return is_new


def add(message):
    total = Coalesce("rating", 0) + message["points"]
    if not Profile.objects.filter(user=message["user"]).update(rating=total):
        raise Profile.DoesNotExist(f"User {message['user']} has no profile.")
