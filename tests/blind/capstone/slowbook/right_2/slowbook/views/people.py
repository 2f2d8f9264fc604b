"""People and what they have tried."""

from functools import cache as once

from django.core.paginator import Paginator
from django.db.models import Count, F, Sum
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from slowbook.lists import cards
from slowbook.models import Attempt, Person, Post
from slowbook.ranking import better_than, everybody


def people(request):
    """Show everybody, those with the most points first."""
    page = Paginator(everybody(), 50).get_page(request.GET.get("page"))
    rows = page.object_list.values("id", "username", "country", "points", "tries")
    page.object_list = [{**row, "posts": posts_of().get(row["id"], 0)} for row in rows]
    return render(request, "people.html", {"page": page})


@once
def posts_of():
    """Return how many posts people have written: that changes with a release only."""
    numbers = Post.objects.order_by().values("author").annotate(n=Count("id"))
    return dict(numbers.values_list("author", "n"))


def person(request, name):
    """Show a person."""
    found = by_name(name)
    context = about(found)
    context["cards"] = cards(found.posts.order_by("-created", "-id")[:10], request.user)
    return render(request, "person.html", context)


def by_name(name):
    """Return a person by name, however it is capitalized."""
    found = Person.objects.filter(username__iexact=name.replace("\0", "")).first()
    if found is None:
        raise Http404
    return found


def numbers(found):
    """Return the numbers of a person's profile. Triggers keep them."""
    return {
        "points": found.points,
        "tries": found.tries,
        "likes": found.liked,
        "percent": better_than(found),
    }


def about(found):
    """Return what the profile of a person shows."""
    attempts = Attempt.objects.filter(person=found).order_by("-created", "-id")
    seen = found.last_seen
    return {
        "person": found,
        **numbers(found),
        "attempts": attempts.select_related("post__contest").only(
            "score", "post__title", "post__contest__title"
        )[:10],
        "is_active": seen is not None and (timezone.now() - seen).days < 7,
    }


def archive(request):
    """Show all attempts, the newest first."""
    attempts = Attempt.objects.order_by("-created", "-id")
    paginator = Paginator(attempts, 50)
    # The sum of 500 counters takes less time than a count of all attempts.
    paginator.count = Post.objects.aggregate(n=Sum("attempt_count", default=0))["n"]
    page = paginator.get_page(request.GET.get("page"))
    # The keys of the page come from an index; then the rows of these keys are read.
    keys = list(page.object_list.values_list("id", flat=True))
    page.object_list = (
        attempts.filter(id__in=keys)
        .annotate(
            name=F("person__username"), title=F("post__title"), contest=F("post__contest__title")
        )
        .values("created", "score", "seconds", "post_id", "name", "title", "contest")
    )
    return render(request, "archive.html", {"page": page})
