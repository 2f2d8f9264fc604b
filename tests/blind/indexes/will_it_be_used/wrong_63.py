"""used, cannot: best is called "cannot", because the index ascends and the query descends.

PostgreSQL reads the index backwards and stops after ten entries, so it is "used".
"""

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
    "gold": "used",
    "no_medal": "table",
    "gold_or_perfect": "cannot",
    "on_a_date": "cannot",
    "in_march": "used",
    "march_of_one": "used",
    "march_of_all": "table",
    "best": "cannot",
    "best_finished": "cannot",
    "contests": "table",
}
