"""A dict says for each question what the plan is, and why."""

from datetime import UTC, date, datetime

from django.db.models import F, Index, Q

from arena.contests.models import Attempt, Contest

MARCH, APRIL = datetime(2025, 3, 1, tzinfo=UTC), datetime(2025, 4, 1, tzinfo=UTC)
MEDAL = Index(fields=["medal"], name="by_medal")
STARTED = Index(fields=["started_at"], name="by_start")
USER_STARTED = Index(fields=["user", "started_at"], name="by_user_and_start")
SCORE = Index(fields=["score"], name="by_score")
CUTOFF = Index(fields=["cutoff"], name="by_cutoff")

attempts = Attempt.objects.all()
in_march = attempts.filter(started_at__gte=MARCH, started_at__lt=APRIL)

QUESTIONS = {
    "gold": (MEDAL, attempts.filter(medal="gold")),
    "no_medal": (MEDAL, attempts.filter(medal="")),
    "gold_or_perfect": (MEDAL, attempts.filter(Q(medal="gold") | Q(score=100))),
    "on_a_date": (STARTED, attempts.filter(started_at__date=date(2025, 3, 1))),
    "in_march": (STARTED, in_march),
    "march_of_one": (USER_STARTED, in_march.filter(user=7)),
    "march_of_all": (USER_STARTED, in_march),
    "best": (SCORE, attempts.order_by("-score")[:10]),
    "best_finished": (SCORE, attempts.order_by(F("score").desc(nulls_last=True))[:10]),
    "contests": (CUTOFF, Contest.objects.filter(cutoff=60)),
}

PREDICTIONS = {
    "gold": "used",  # 0.5% of the rows
    "no_medal": "table",  # 96% of the rows: every page is read anyway
    "gold_or_perfect": "cannot",  # the other side of OR has no index
    "on_a_date": "cannot",  # the condition is on an expression, not on the column
    "in_march": "used",  # a bitmap of a twelfth: cheaper than to test 30,000 rows
    "march_of_one": "used",  # both columns, the first by equality
    "march_of_all": "table",  # without the first column, the whole index is read
    "best": "used",  # backwards, it is DESC NULLS FIRST
    "best_finished": "cannot",  # DESC NULLS LAST is neither direction of it
    "contests": "table",  # all contests are on one page
}
