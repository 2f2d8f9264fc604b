"""Points are added twice.

Messages are delivered at least once: a message may come again, while another worker has it, or
after a month. handle(message) adds its points to Profile.rating; NULL counts as 0.

Change handle() and Handled, whose table is made from the model.

Rules:
- once: a message counts once, however often it comes.
- id: messages with different ids (texts of up to 100 characters) all count.
- result: True if this call added the points, False if the message counted before.
- killed: if a worker is killed, or a statement fails, the message comes again, and counts once.
- error: without a profile handle() raises Profile.DoesNotExist; the message counts later.
- batch: a caller's transaction may contain several calls, also after that error.
- no wait: messages of different people don't wait for each other.
- others: what others write to the profile stays.
"""

from django.db import models

from arena.accounts.models import Profile


class Handled(models.Model):
    message = models.CharField(max_length=100)

    class Meta:
        app_label = "messages_seen"


def handle(message):
    # TODO: two workers look at the same time, and a worker may die between the two writes.
    if Handled.objects.filter(message=message["id"]).exists():
        return False
    profile = Profile.objects.get(user=message["user"])
    profile.rating = (profile.rating or 0) + message["points"]
    profile.save()
    Handled.objects.create(message=message["id"])
    return True
