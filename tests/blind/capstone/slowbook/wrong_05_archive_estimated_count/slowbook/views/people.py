"""People and what they have tried."""

from django.core.paginator import Paginator
from django.db import connection
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property

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
    attempts = Attempt.objects.select_related("person", "post__contest").order_by("-created", "-id")
    page = Estimated(attempts, 50).get_page(request.GET.get("page"))
    return render(request, "archive.html", {"page": page})


class Estimated(Paginator):
    """A paginator that does not read the whole table to count it."""

    @cached_property
    def count(self):
        """Return what the planner of PostgreSQL knows about the table."""
        table = self.object_list.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table])
            (count,) = cursor.fetchone()
        return count if count > 0 else self.object_list.count()
