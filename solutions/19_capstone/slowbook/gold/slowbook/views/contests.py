"""Contests, their tables and their exports."""

import csv

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404

from slowbook import markup
from slowbook.cards import cards, names_of
from slowbook.models import Attempt, Contest, Result
from slowbook.pages import shared
from slowbook.ranking import standings


def contests(request):
    """Show all contests, the latest first."""
    return shared(request, "contests.html", all_contests)


def all_contests():
    """Return what the list of contests shows."""
    posts = dict(Contest.objects.values_list("id").annotate(Count("posts")))
    people = dict(Result.objects.values_list("contest").annotate(Count("id")))
    rows = [
        {"contest": contest, "posts": posts[contest.id], "people": people.get(contest.id, 0)}
        for contest in Contest.objects.defer("text").order_by("-starts", "-id")
    ]
    return {"rows": rows}, ["attempts"]


def contest(request, slug):
    """Show a contest: its posts, the best ten and its moderators."""
    return shared(request, "contest.html", lambda: one_contest(slug))


def one_contest(slug):
    """Return what the page of a contest shows."""
    found = get_object_or_404(Contest, slug=slug)
    posts = cards(found.posts.order_by("created", "id"))
    context = {
        "contest": found,
        "html": markup.render(found.text),
        "posts": posts,
        "best": standings(found)[:10],
        "moderators": found.moderators.only("username").order_by("username"),
    }
    return context, [f"table:{found.id}", *names_of(posts)]


def table(request, slug):
    """Show a page of a contest's table."""
    return shared(request, "standings.html", lambda: one_table(request, slug))


def one_table(request, slug):
    """Return what a page of a table shows."""
    found = get_object_or_404(Contest, slug=slug)
    page = Paginator(standings(found), 25).get_page(request.GET.get("page"))
    return {"contest": found, "page": page}, [f"table:{found.id}"]


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
