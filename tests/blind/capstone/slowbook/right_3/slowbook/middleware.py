"""What happens around every view."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from slowbook import memory
from slowbook.models import Person

DAY = 24 * 3600


class Visitors:
    """Remember when a person was here last, to the minute, and keep those who come back signed in.

    A session is saved once a day instead of with each request, for two weeks from then on.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = timezone.now()
            today = int(now.timestamp()) // DAY
            if request.session.get("day") != today:
                request.session["day"] = today
            person = memory.read().people[request.user.id]
            if person.seen is None or now - person.seen >= timedelta(minutes=1):
                Person.objects.filter(id=person.id).update(last_seen=now)
                person.seen = now
                person.made = {}
        return self.get_response(request)
