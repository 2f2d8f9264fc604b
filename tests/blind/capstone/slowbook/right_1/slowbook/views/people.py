"""People and what they have tried."""

from django.core.paginator import Paginator
from django.db.models import Count, F, Sum
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from slowbook.lists import cards, with_cards
from slowbook.models import Attempt, Like, Person, Post
from slowbook.ranking import Everybody, better_than


def people(request):
    """Show everybody, those with the most points first."""
    page = Paginator(Everybody(), 50).get_page(request.GET.get("page"))
    keys = [row["id"] for row in page.object_list]
    numbers = Post.objects.filter(author__in=keys).order_by().values("author")
    posts = dict(numbers.annotate(n=Count("id")).values_list("author", "n"))
    for row in page.object_list:
        row["posts"] = posts.get(row["id"], 0)
    return render(request, "people.html", {"page": page})


def person(request, name):
    """Show a person."""
    found = by_name(name)
    context = about(found)
    newest = found.posts.order_by("-created", "-id")[:10]
    context["posts"] = cards(with_cards(newest), request.user)
    return render(request, "person.html", context)


def by_name(name):
    """Return a person by name, however it is capitalized."""
    found = Person.objects.filter(username__iexact=name.replace("\0", "")).first()
    if found is None:
        raise Http404
    return found


def numbers(found):
    """Return the numbers of a person's profile."""
    sums = Attempt.objects.filter(person=found).aggregate(
        points=Sum("score", default=0), tries=Count("id")
    )
    likes = Like.objects.filter(post__author=found).count()
    return {**sums, "likes": likes, "percent": better_than(found)}


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
    page = Paginator(attempts, 50).get_page(request.GET.get("page"))
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
