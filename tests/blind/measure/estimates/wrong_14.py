"""Wrong (smallest): analyses discuss_comment too, because two of the queries read it. Its statistics
are right already: no query needs that table in the ANALYZE."""

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
    "ANALYZE contests_attempt, discuss_post, discuss_comment",
]
FIRST = {
    "medals": [],
    "reporter": [],
    "export": ["SET LOCAL work_mem = '64MB'"],
    "newest": [],
}
