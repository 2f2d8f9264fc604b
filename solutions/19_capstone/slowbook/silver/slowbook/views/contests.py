"""Contests, their tables and their exports."""

import csv

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render

from slowbook import markup
from slowbook.cards import cards
from slowbook.models import Attempt, Contest, Result
from slowbook.ranking import standings


def contests(request):
    """Show all contests, the latest first."""
    posts = dict(Contest.objects.values_list("id").annotate(Count("posts")))
    people = dict(Result.objects.values_list("contest").annotate(Count("id")))
    rows = [
        {"contest": contest, "posts": posts[contest.id], "people": people.get(contest.id, 0)}
        for contest in Contest.objects.defer("text").order_by("-starts", "-id")
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
        "moderators": found.moderators.only("username").order_by("username"),
    }
    return render(request, "contest.html", context)


def table(request, slug):
    """Show a page of a contest's table."""
    found = get_object_or_404(Contest, slug=slug)
    page = Paginator(standings(found), 25).get_page(request.GET.get("page"))
    return render(request, "standings.html", {"contest": found, "page": page})


def export(request, slug):
    """Return all attempts of a contest, for a spreadsheet, as they come from the database."""
    found = get_object_or_404(Contest, slug=slug)
    return StreamingHttpResponse(lines(found), content_type="text/csv; charset=utf-8")


def lines(contest):
    """Yield the lines of an export."""
    writer = csv.writer(Echo())
    yield writer.writerow(["id", "person", "country", "post", "score", "seconds", "created"])
    columns = [
        "id",
        "person__username",
        "person__country",
        "post__title",
        "score",
        "seconds",
        "created",
    ]
    attempts = Attempt.objects.filter(post__contest=contest).order_by("id")
    for *row, created in attempts.values_list(*columns).iterator(chunk_size=500):
        yield writer.writerow([*row, created.isoformat()])


class Echo:
    """A file that returns what is written to it."""

    def write(self, line):
        """Return it."""
        return line
