"""Ten of Arena's queries got an index each, and some are as slow as before.

QUESTIONS has the queries, each with its index. The check fills Arena with 3,000 people, 30 contests
and 30,000 attempts: 96% of attempts have no medal, 0.5% have gold, and they started all over 2025.
For each question it makes the index, the only one besides the primary key, and asks PostgreSQL,
with default settings, for the plan.

Change PREDICTIONS: say for each question what PostgreSQL does.

Rules:
- used: "used" if the plan reads the index.
- table: "table" if the index could serve the query, but PostgreSQL expects to do less work by
  reading the whole table. After `SET enable_seqscan = off`, the plan reads the index.
- cannot: "cannot" if the plan does not read the index even then.
- all: one of these words for each of the ten names.
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

# TODO: not every index is used.
PREDICTIONS = dict.fromkeys(QUESTIONS, "used")
