"""People and what they have tried."""

from django.core.paginator import Paginator
from django.http import Http404
from django.utils import timezone

from slowbook import markup
from slowbook.cards import cards, names_of
from slowbook.models import Attempt, Person
from slowbook.pages import shared
from slowbook.ranking import better_than, everybody, number_of_attempts


def people(request):
    """Show everybody, those with the most points first."""
    return shared(request, "people.html", lambda: all_people(request))


def all_people(request):
    """Return what a page of people shows."""
    page = Paginator(everybody().defer("bio"), 50).get_page(request.GET.get("page"))
    return {"page": page}, ["attempts"]


def person(request, name):
    """Show a person."""
    return shared(request, "person.html", lambda: one_person(name))


def one_person(name):
    """Return what the page of a person shows."""
    context = about(by_name(name))
    found = context["person"]
    posts = found.posts.order_by("-created", "-id")[:10]
    context["posts"] = cards(posts)
    context["html"] = markup.render(found.bio)
    return context, ["attempts", "likes", *names_of(context["posts"])]


def by_name(name):
    """Return a person by name, however it is capitalized."""
    found = Person.objects.filter(username__iexact=name.replace("\0", "")).first()
    if found is None:
        raise Http404
    return found


def about(found):
    """Return what the profile of a person shows."""
    latest = found.attempts.select_related("post__contest").order_by("-created", "-id")
    latest = latest.only("person", "score", "post__title", "post__contest__title")
    seen = found.last_seen
    return {
        "person": found,
        "points": found.points,
        "tries": found.tries,
        "attempts": latest[:10],
        "likes": found.like_count,
        "percent": better_than(found.points),
        "is_active": seen is not None and (timezone.now() - seen).days < 7,
    }


def archive(request):
    """Show all attempts, the newest first."""
    return shared(request, "archive.html", lambda: all_attempts(request))


def all_attempts(request):
    """Return what a page of attempts shows."""
    page = Paginator(Attempts(number_of_attempts()), 50).get_page(request.GET.get("page"))
    return {"page": page}, ["attempts"]


class Attempts:
    """All attempts, the newest first, for a paginator.

    A page that is nearer to the end is read from there. An index alone finds its keys.
    """

    ORDER, REVERSED = ("-created", "-id"), ("created", "id")

    def __init__(self, number):
        self.number = number

    def __len__(self):
        return self.number

    def __getitem__(self, part):
        first, last = part.start, part.stop
        if first <= self.number // 2:
            keys = Attempt.objects.order_by(*self.ORDER)[first:last]
        else:
            first, last = max(0, self.number - last), self.number - first
            keys = Attempt.objects.order_by(*self.REVERSED)[first:last]
        found = Attempt.objects.filter(id__in=list(keys.values_list("id", flat=True)))
        found = found.select_related("person", "post__contest").order_by(*self.ORDER)
        shown = ("created", "score", "seconds", "person__username", "post__title")
        return list(found.only(*shown, "post__contest__title"))
