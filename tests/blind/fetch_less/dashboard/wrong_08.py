"""WRONG: page ("for every contest"). f-strings do not escape: a contest called "Q&A" or "1 < 2" makes other HTML than before."""

from django.db.models import Count, Max, Q

from arena.contests.models import Attempt

TEMPLATE = """
<h1>{title}</h1>
<p>{all} attempts by {people} people: {finished} finished, {passed} passed.</p>
<p>Best score: {best}</p>
{attempts}
"""


def dashboard(contest):
    attempts = Attempt.objects.filter(contest=contest)
    numbers = attempts.aggregate(
        all=Count("pk"),
        people=Count("user", distinct=True),
        finished=Count("finished_at"),
        passed=Count("pk", filter=Q(score__gte=contest.cutoff)),
        best=Max("score"),
    )
    if numbers["best"] is None:
        numbers["best"] = "none"
    newest = list(
        attempts.order_by("-started_at", "-pk").values_list("user__username", "score")[:10]
    )
    if newest:
        items = "\n      ".join(
            f"<li>{name}: {'no score' if score is None else score}</li>" for name, score in newest
        )
        shown = f"""
  <h2>The newest {len(newest)}</h2>
  <ol>
      {items}
  </ol>
"""
    else:
        shown = """
  <p>Nobody has tried yet.</p>
"""
    return TEMPLATE.format(title=contest.title, attempts=shown, **numbers)
