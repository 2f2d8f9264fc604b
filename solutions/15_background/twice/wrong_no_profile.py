"""Without a profile the UPDATE changes no row, and the message counts as handled.

Breaks: error
Fails: error
"""

from django.db import models, transaction
from django.db.models.functions import Coalesce

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic
def handle(message):
    _, is_new = Handled.objects.get_or_create(message=message["id"])
    if is_new:
        total = Coalesce("rating", 0) + message["points"]
        Profile.objects.filter(user=message["user"]).update(rating=total)
    return is_new
