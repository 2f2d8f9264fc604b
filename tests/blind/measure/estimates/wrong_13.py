"""Wrong (lasting): ANALYZE before each medals query. Every visit reads the table, and commits new
statistics, which outlive the transaction."""

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
    "CREATE STATISTICS post_author_contest (dependencies) ON author_id, contest_id FROM discuss_post",
    "ANALYZE discuss_post",
]
FIRST = {
    "medals": ["ANALYZE contests_attempt (medal)"],
    "reporter": [],
    "export": ["SET LOCAL work_mem = '64MB'"],
    "newest": [],
}
