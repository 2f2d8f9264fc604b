"""lasting: ANALYZE before medals() changes the statistics each time, and they stay.

It is meant to keep up with new medals, but what FIRST does must be gone after its transaction, and
the rows of pg_statistic for contests_attempt are not.
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
    "CREATE STATISTICS post_author_contest ON author_id, contest_id FROM discuss_post",
    "ANALYZE discuss_post",
]
FIRST = {
    "medals": ["ANALYZE contests_attempt"],
    "reporter": [],
    "export": ["SET LOCAL work_mem = '64MB'"],
    "newest": [],
}
