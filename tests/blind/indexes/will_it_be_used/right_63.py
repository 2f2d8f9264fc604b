"""The starter's line stays for those that are used, and the other six are overwritten."""

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

PREDICTIONS = dict.fromkeys(QUESTIONS, "used")

# Too many rows of the table, too much of the index, too small a table:
PREDICTIONS |= {"no_medal": "table", "march_of_all": "table", "contests": "table"}

# An OR with a column that is not in it, an expression, an order that it does not have:
PREDICTIONS |= dict.fromkeys(["gold_or_perfect", "on_a_date", "best_finished"], "cannot")
