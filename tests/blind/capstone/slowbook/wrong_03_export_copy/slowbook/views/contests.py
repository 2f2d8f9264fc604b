"""Contests, their tables and their exports."""

from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from slowbook.models import Attempt, Contest
from slowbook.ranking import standings

# PostgreSQL writes the lines itself, without an object for each attempt.
EXPORT = """
    COPY (
        SELECT attempt.id, person.username AS person, person.country, post.title AS post,
            attempt.score, attempt.seconds,
            to_char(
                attempt.created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"+00:00"'
            ) AS created
        FROM slowbook_attempt attempt
        JOIN slowbook_post post ON post.id = attempt.post_id
        JOIN slowbook_person person ON person.id = attempt.person_id
        WHERE post.contest_id = %s
        ORDER BY attempt.id
    ) TO STDOUT WITH (FORMAT csv, HEADER)
"""


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
    with connection.cursor() as cursor, cursor.copy(EXPORT, [found.id]) as copy:
        lines = b"".join(copy)
    # Spreadsheets want the line ends of RFC 4180.
    return HttpResponse(lines.replace(b"\n", b"\r\n"), content_type="text/csv; charset=utf-8")
