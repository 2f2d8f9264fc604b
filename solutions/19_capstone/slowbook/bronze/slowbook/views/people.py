"""People and what they have tried."""

from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from slowbook import markup
from slowbook.cards import cards
from slowbook.models import Attempt, Like, Person, Post
from slowbook.ranking import better_than, everybody


def people(request):
    """Show everybody, those with the most points first."""
    page = Paginator(everybody(), 50).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    posts = Post.objects.filter(author__in=[it.id for it in page.object_list])
    counts = dict(posts.order_by().values_list("author").annotate(Count("id")))
    for found in page.object_list:
        found.post_count = counts.get(found.id, 0)
    return render(request, "people.html", {"page": page})


def person(request, name):
    """Show a person."""
    context = about(by_name(name))
    found = context["person"]
    posts = found.posts.order_by("-created", "-id")[:10]
    context["posts"] = cards(posts, request.user)
    context["html"] = markup.render(found.bio)
    return render(request, "person.html", context)


def by_name(name):
    """Return a person by name, however it is capitalized."""
    found = Person.objects.filter(username__iexact=name.replace("\0", "")).first()
    if found is None:
        raise Http404
    return found


def about(found):
    """Return what the profile of a person shows."""
    attempts = Attempt.objects.filter(person=found)
    totals = attempts.aggregate(points=Sum("score", default=0), tries=Count("id"))
    latest = attempts.select_related("post__contest").order_by("-created", "-id")
    seen = found.last_seen
    return {
        "person": found,
        **totals,
        "attempts": latest[:10],
        "likes": Like.objects.filter(post__author=found).count(),
        "percent": better_than(totals["points"]),
        "is_active": seen is not None and (timezone.now() - seen).days < 7,
    }


def archive(request):
    """Show all attempts, the newest first."""
    attempts = Attempt.objects.select_related("person", "post__contest")
    attempts = attempts.order_by("-created", "-id")
    page = Paginator(attempts, 50).get_page(request.GET.get("page"))
    return render(request, "archive.html", {"page": page})
