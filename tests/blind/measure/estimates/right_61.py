"""Extended statistics tie a post's author to its contest, one ANALYZE refreshes both tables, and only the export gets memory."""

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
    "CREATE STATISTICS post_author_contest ON author_id, contest_id FROM discuss_post",
    "ANALYZE contests_attempt, discuss_post",
]
FIRST = {
    "medals": [],
    "reporter": [],
    "export": ["SET LOCAL work_mem = '64MB'"],
    "newest": [],
}
