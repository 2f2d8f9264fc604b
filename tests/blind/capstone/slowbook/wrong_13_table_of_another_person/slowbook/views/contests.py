"""Contests, their tables and their exports."""

import csv
import hashlib
import io

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string

from slowbook.models import Attempt, Contest
from slowbook.ranking import standings


def contests(request):
    """Show all contests, the latest first."""
    rows = []
    for contest in Contest.objects.order_by("-starts", "-id"):
        people = Attempt.objects.filter(post__contest=contest).values("person").distinct()
        rows.append(
            {
                "contest": contest,
                "posts": contest.posts.count(),
                "people": people.count(),
            }
        )
    return render(request, "contests.html", {"rows": rows})


def contest(request, slug):
    """Show a contest: its posts, the best ten and its moderators."""
    found = get_object_or_404(Contest, slug=slug)
    context = {
        "contest": found,
        "posts": found.posts.order_by("created", "id"),
        "best": standings(found)[:10],
        "moderators": sorted(found.moderators.all(), key=lambda it: it.username),
    }
    return render(request, "contest.html", context)


def table(request, slug):
    """Show a page of a contest's table."""
    found = get_object_or_404(Contest, slug=slug)
    # A table is as old as its newest attempt.
    version = Attempt.objects.filter(post__contest=found).aggregate(Count("id"), Max("id"))
    asked = request.GET.get("page", "")
    key = make_key(f"{found.id} {asked} {version['id__count']} {version['id__max']}")
    rows = cache.get(key)
    if rows is None:
        page = Paginator(standings(found), 25).get_page(asked)
        rows = render_to_string("_standings.html", {"page": page}, request)
        cache.set(key, rows, 3600)
    return render(request, "standings.html", {"contest": found, "rows": rows})


def make_key(text):
    """Return a key for the cache from what a visitor may have typed."""
    return hashlib.sha256(text.encode()).hexdigest()


def export(request, slug):
    """Return all attempts of a contest, for a spreadsheet."""
    found = get_object_or_404(Contest, slug=slug)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["id", "person", "country", "post", "score", "seconds", "created"])
    for attempt in Attempt.objects.filter(post__contest=found).order_by("id"):
        person = attempt.person
        created = attempt.created.isoformat()
        row = [attempt.id, person.username, person.country, attempt.post.title]
        writer.writerow([*row, attempt.score, attempt.seconds, created])
    return HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
