"""Pages about the site."""

from functools import cache as once

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from slowbook.models import Contest, Post
from slowbook.ranking import rows_of

NUMBERS = """
SELECT count(*), sum(comment_count), sum(like_count), sum(attempt_count) FROM slowbook_post
"""
TALLY = "SELECT kind, key, number FROM slowbook_tally ORDER BY kind, key"
COUNTRIES = "SELECT country, count(*) FROM slowbook_person GROUP BY 1 ORDER BY 2 DESC, 1"


def healthz(request):
    """Answer the load balancer."""
    return HttpResponse("ok", content_type="text/plain")


@once
def fixed():
    """Return what changes with a release only."""
    countries = rows_of(COUNTRIES, [])
    return {
        "people": sum(number for _, number in countries),
        "contests": Contest.objects.count(),
        "countries": countries,
    }


def stats(request):
    """Show numbers about the whole site."""
    names = ("posts", "comments", "likes", "attempts")
    tally = rows_of(TALLY, [])
    seconds = [(key, number) for kind, key, number in tally if kind == "s"]
    total = sum(number for _, number in seconds)
    context = {
        **fixed(),
        **dict(zip(names, rows_of(NUMBERS, [])[0], strict=True)),
        "attempts": total,
        # The lower of the two in the middle, and what nine of ten do not exceed.
        "median": at(seconds, (total - 1) // 2),
        "ninety": at(seconds, -(-9 * total // 10) - 1),
        "months": [
            (f"{key // 100}-{key % 100:02}", number) for kind, key, number in tally if kind == "m"
        ],
    }
    return render(request, "stats.html", context)


def at(seconds, place):
    """Return what stands at a place of the sorted numbers."""
    for key, number in seconds:
        place -= number
        if place < 0:
            return key
    raise IndexError


@once
def newest():
    """Return the feed: it is made from posts, which change with a release only."""
    posts = Post.objects.order_by("-created", "-id").select_related("author", "contest")[:20]
    return render_to_string("feed.xml", {"posts": posts})


def feed(request):
    """Return the newest posts as an Atom feed."""
    return HttpResponse(newest(), content_type="application/atom+xml")
