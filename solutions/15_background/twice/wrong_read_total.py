"""Two messages of one person read the same total, and one of them is lost.

Breaks: id
Fails: together
"""

from django.db import models, transaction

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, unique=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic
def handle(message):
    _, is_new = Handled.objects.get_or_create(message=message["id"])
    if is_new:
        profile = Profile.objects.get(user=message["user"])
        profile.rating = (profile.rating or 0) + message["points"]
        profile.save(update_fields=["rating"])
    return is_new
