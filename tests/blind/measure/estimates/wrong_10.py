"""Wrong (estimates): ndistinct helps GROUP BY only. The two equalities of reporter() are still
taken for independent, and far fewer rows are expected than come."""

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
    "CREATE STATISTICS post_author_contest (ndistinct) ON author_id, contest_id FROM discuss_post",
    "ANALYZE discuss_post, contests_attempt",
]
FIRST = {
    "medals": [],
    "reporter": [],
    "export": ["SET LOCAL work_mem = '64MB'"],
    "newest": [],
}
