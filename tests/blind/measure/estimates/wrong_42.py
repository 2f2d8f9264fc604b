"""lasting

The migration raises default_statistics_target for the ANALYZE, and not only for its transaction. It
shows in the same session after the migration: SHOW default_statistics_target says 1000.
"""

from arena.contests.models import Attempt
from arena.discuss.models import Comment


def medals(medal):
    return Attempt.objects.filter(medal=medal).select_related("contest", "user")


def reporter(author, contest):
    return Comment.objects.filter(post__author=author, post__contest=contest)


def export():
    return Comment.objects.order_by("created_at", "pk")


def newest():
    return Attempt.objects.filter(score__gte=50).order_by("-pk")[:20]


ONCE = [
    "SET default_statistics_target = 1000",
    "CREATE STATISTICS discuss_post_author_contest ON author_id, contest_id FROM discuss_post",
    "ANALYZE contests_attempt, discuss_post",
]
FIRST = {"medals": [], "reporter": [], "export": ["SET LOCAL work_mem = '64MB'"], "newest": []}
