"""An enumeration holds the three words, and a function decides by the question's name."""

from datetime import UTC, date, datetime
from enum import StrEnum

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


class Plan(StrEnum):
    """What PostgreSQL does with an index."""

    USED = "used"
    TABLE = "table"
    CANNOT = "cannot"


def predict(name):
    """Say what PostgreSQL does for one question."""
    match name:
        case "gold" | "march_of_one" | "in_march":
            return Plan.USED  # few enough rows
        case "best":
            return Plan.USED  # it ends after ten entries, read from the end
        case "no_medal" | "march_of_all":
            return Plan.TABLE  # it would read more than the table has
        case "contests":
            return Plan.TABLE  # one page
        case "gold_or_perfect" | "on_a_date" | "best_finished":
            return Plan.CANNOT
    raise ValueError(f"Nothing is known about {name}.")


PREDICTIONS = {name: predict(name).value for name in QUESTIONS}
