"""Pages about the site."""

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import render

from slowbook.models import Attempt, Comment, Contest, Like, Person, Post


def healthz(request):
    """Answer the load balancer."""
    return HttpResponse("ok", content_type="text/plain")


def stats(request):
    """Show numbers about the whole site."""
    attempts = list(Attempt.objects.values_list("seconds", "created"))
    seconds = sorted(taken for taken, _ in attempts)
    months = Counter(created.strftime("%Y-%m") for _, created in attempts)
    countries = Counter(person.country for person in Person.objects.all())
    context = {
        "people": len(Person.objects.all()),
        "contests": len(Contest.objects.all()),
        "posts": len(Post.objects.all()),
        "comments": Comment.objects.count(),
        "likes": Like.objects.count(),
        "attempts": len(attempts),
        # The lower of the two in the middle, and what nine of ten do not exceed.
        "median": seconds[(len(seconds) - 1) // 2],
        "ninety": seconds[-(-9 * len(seconds) // 10) - 1],
        "months": sorted(months.items()),
        "countries": sorted(countries.items(), key=lambda it: (-it[1], it[0])),
    }
    return render(request, "stats.html", context)


def feed(request):
    """Return the newest posts as an Atom feed."""
    posts = Post.objects.order_by("-created", "-id")
    context = {"posts": list(posts)[:20]}
    return render(request, "feed.xml", context, content_type="application/atom+xml")
