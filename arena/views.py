"""The view that does nothing."""

from django.http import HttpRequest, HttpResponse


def ping(request: HttpRequest) -> HttpResponse:
    """Answer at once. Not slow: it touches neither database nor session, so it shows what is."""
    return HttpResponse("pong", content_type="text/plain")
