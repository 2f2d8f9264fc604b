"""Contests, their tables and their exports."""

import csv
import io

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from slowbook import markup
from slowbook.cards import cards
from slowbook.models import Attempt, Contest
from slowbook.ranking import standings


def contests(request):
    """Show all contests, the latest first."""
    posts = Contest.objects.values_list("id").annotate(Count("posts"))
    attempts = Attempt.objects.order_by().values_list("post__contest")
    posts, people = dict(posts), dict(attempts.annotate(Count("person", distinct=True)))
    rows = [
        {"contest": contest, "posts": posts[contest.id], "people": people.get(contest.id, 0)}
        for contest in Contest.objects.order_by("-starts", "-id")
    ]
    return render(request, "contests.html", {"rows": rows})


def contest(request, slug):
    """Show a contest: its posts, the best ten and its moderators."""
    found = get_object_or_404(Contest, slug=slug)
    context = {
        "contest": found,
        "html": markup.render(found.text),
        "posts": cards(found.posts.order_by("created", "id"), request.user),
        "best": standings(found)[:10],
        "moderators": found.moderators.order_by("username"),
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
    columns = [
        "id",
        "person__username",
        "person__country",
        "post__title",
        "score",
        "seconds",
        "created",
    ]
    for *row, created in (
        Attempt.objects.filter(post__contest=found).order_by("id").values_list(*columns)
    ):
        writer.writerow([*row, created.isoformat()])
    return HttpResponse(file.getvalue(), content_type="text/csv; charset=utf-8")
