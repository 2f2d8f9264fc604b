"""RIGHT: HTML from Python with format_html instead of the template language; it escapes as that does."""

from django.db.models import Count, Max, Q
from django.utils.html import format_html, format_html_join

from arena.contests.models import Attempt

TEMPLATE = """
<h1>{title}</h1>
<p>{all} attempts by {people} people: {finished} finished, {passed} passed.</p>
<p>Best score: {best}</p>
{attempts}
"""
NEWEST = """
  <h2>The newest {}</h2>
  <ol>
    {}
  </ol>
"""
NOBODY = """
  <p>Nobody has tried yet.</p>
"""
ITEM = """
      <li>{}: {}</li>
"""


def dashboard(contest):
    attempts = Attempt.objects.filter(contest=contest)
    numbers = attempts.aggregate(
        all=Count("pk"),
        people=Count("user", distinct=True),
        finished=Count("pk", filter=Q(finished_at__isnull=False)),
        passed=Count("pk", filter=Q(score__gte=contest.cutoff)),
        best=Max("score"),
    )
    if numbers["best"] is None:
        numbers["best"] = "none"
    newest = attempts.order_by("-started_at", "-pk").values_list("user__username", "score")[:10]
    items = [(name, "no score" if score is None else score) for name, score in newest]
    if items:
        shown = format_html(NEWEST, len(items), format_html_join("", ITEM, items))
    else:
        shown = format_html("{}" + NOBODY, "")
    return format_html(TEMPLATE, title=contest.title, attempts=shown, **numbers)
