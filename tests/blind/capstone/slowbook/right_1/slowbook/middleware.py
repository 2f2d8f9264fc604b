"""What happens around every view."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from slowbook.models import Person

DAY = 24 * 3600


class KeepSession:
    """Save a session once a day, so that people who come back stay signed in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            today = int(timezone.now().timestamp()) // DAY
            if request.session.get("day") != today:
                request.session["day"] = today
        return self.get_response(request)


class LastSeen:
    """Remember when a person was here last, to the minute."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = timezone.now()
            seen = request.user.last_seen
            if seen is None or now - seen >= timedelta(minutes=1):
                request.user.last_seen = now
                Person.objects.filter(id=request.user.id).update(last_seen=now)
        return self.get_response(request)
