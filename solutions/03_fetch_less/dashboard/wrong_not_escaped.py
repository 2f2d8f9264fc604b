"""An f-string escapes nothing: a title with an ampersand or a tag breaks the page.

Breaks: page
Fails: answer
"""

from django.db.models import Count, Max, Q

from arena.contests.models import Attempt


def dashboard(contest):
    attempts = Attempt.objects.filter(contest=contest)
    numbers = attempts.aggregate(
        all=Count("pk"),
        people=Count("user", distinct=True),
        finished=Count("finished_at"),
        passed=Count("pk", filter=Q(score__gte=contest.cutoff)),
        best=Max("score"),
    )
    newest = list(attempts.select_related("user").order_by("-started_at", "-pk")[:10])
    head = (
        f"<h1>{contest.title}</h1><p>{numbers['all']} attempts by {numbers['people']} people: "
        f"{numbers['finished']} finished, {numbers['passed']} passed.</p>"
        f"<p>Best score: {'none' if numbers['best'] is None else numbers['best']}</p>"
    )
    if not newest:
        return head + "<p>Nobody has tried yet.</p>"
    rows = "".join(
        f"<li>{attempt.user.username}: "
        f"{'no score' if attempt.score is None else attempt.score}</li>"
        for attempt in newest
    )
    return head + f"<h2>The newest {len(newest)}</h2><ol>{rows}</ol>"
