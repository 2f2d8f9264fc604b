"""The profile is locked first, so that two workers with a message of one person queue."""

from django.db import models, transaction

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, db_index=True)

    class Meta:
        app_label = "messages_seen"


@transaction.atomic
def handle(message):
    profile = Profile.objects.select_for_update(no_key=True).get(user=message["user"])
    if Handled.objects.filter(message=message["id"]).exists():
        return False
    profile.rating = (profile.rating or 0) + message["points"]
    profile.save(update_fields=["rating"])
    Handled.objects.create(message=message["id"])
    return True
