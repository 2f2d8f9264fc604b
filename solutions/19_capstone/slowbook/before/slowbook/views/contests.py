"""Contests, their tables and their exports."""

import csv
import io

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

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
    page = Paginator(standings(found), 25).get_page(request.GET.get("page"))
    return render(request, "standings.html", {"contest": found, "page": page})


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
