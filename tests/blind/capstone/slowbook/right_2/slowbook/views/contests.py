"""Contests, their tables and their exports."""

import csv
import io

from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from slowbook import store
from slowbook.lists import cards
from slowbook.models import Attempt, Contest
from slowbook.ranking import Table, standings

def contests(request):
    """Show all contests, the latest first."""
    found = Contest.objects.order_by("-starts", "-id").annotate(number=Count("posts"))
    rows = [
        {"contest": it, "posts": it.number, "people": it.people}
        for it in found.defer("text")
    ]
    return render(request, "contests.html", {"rows": rows})


def contest(request, slug):
    """Show a contest: its posts, the best ten and its moderators."""
    found = get_object_or_404(Contest, slug=slug)
    context = {
        "contest": found,
        "cards": cards(found.posts.order_by("created", "id"), request.user),
        "best": standings(found, 10),
        "moderators": found.moderators.order_by("username").only("username"),
    }
    return render(request, "contest.html", context)


def table(request, slug):
    """Show a page of a contest's table."""
    found = get_object_or_404(Contest, slug=slug)
    page = Paginator(Table(found), 25).get_page(request.GET.get("page"))
    return render(request, "standings.html", {"contest": found, "page": page})


def export(request, slug):
    """Return all attempts of a contest, for a spreadsheet."""
    found = get_object_or_404(Contest, slug=slug)
    # No attempt goes away, so their number says whether there is a new one.
    number = found.posts.aggregate(n=Sum("attempt_count", default=0))["n"]
    text = store.get(f"csv:{found.id}:{number}", lambda: as_csv(found))
    return HttpResponse(text, content_type="text/csv; charset=utf-8")


def as_csv(found):
    """Write all attempts of a contest."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["id", "person", "country", "post", "score", "seconds", "created"])
    rows = Attempt.objects.filter(post__contest=found).order_by("id")
    fields = ("person__username", "person__country", "post__title", "score", "seconds", "created")
    for *row, created in rows.values_list("id", *fields):
        writer.writerow([*row, created.isoformat()])
    return file.getvalue()
