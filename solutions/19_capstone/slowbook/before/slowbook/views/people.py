"""People and what they have tried."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from slowbook.models import Attempt, Like, Person
from slowbook.ranking import better_than, everybody


def people(request):
    """Show everybody, those with the most points first."""
    page = Paginator(everybody(), 50).get_page(request.GET.get("page"))
    return render(request, "people.html", {"page": page})


def person(request, name):
    """Show a person."""
    return render(request, "person.html", about(by_name(name)))


def by_name(name):
    """Return a person by name, however it is capitalized."""
    found = Person.objects.filter(username__iexact=name.replace("\0", "")).first()
    if found is None:
        raise Http404
    return found


def about(found):
    """Return what the profile of a person shows."""
    attempts = Attempt.objects.filter(person=found).order_by("-created", "-id")
    seen = found.last_seen
    return {
        "person": found,
        "points": sum(attempt.score for attempt in attempts),
        "tries": len(attempts),
        "attempts": attempts[:10],
        "posts": found.posts.order_by("-created", "-id")[:10],
        "likes": Like.objects.filter(post__author=found).count(),
        "percent": better_than(found),
        "is_active": seen is not None and (timezone.now() - seen).days < 7,
    }


def archive(request):
    """Show all attempts, the newest first."""
    attempts = Attempt.objects.order_by("-created", "-id")
    page = Paginator(attempts, 50).get_page(request.GET.get("page"))
    return render(request, "archive.html", {"page": page})
