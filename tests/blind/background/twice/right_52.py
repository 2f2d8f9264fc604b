"""The message is the primary key; a row lock on the profile makes messages of one person follow each other, and only rating is saved."""

from django.db import IntegrityError, models, transaction

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100, primary_key=True)

    class Meta:
        app_label = "messages_seen"


def is_first(identifier):
    try:
        with transaction.atomic():
            Handled.objects.create(message=identifier)
    except IntegrityError:
        return False
    return True


def handle(message):
    with transaction.atomic():
        if not is_first(message["id"]):
            return False
        profile = Profile.objects.select_for_update().get(user=message["user"])
        profile.rating = (profile.rating or 0) + message["points"]
        profile.save(update_fields=["rating"])
    return True
