"""Right: every kind of statistics on the pair, one ANALYZE of two tables, set_config() as SET LOCAL."""

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
    """
    CREATE STATISTICS discuss_post_contest_author
    ON contest_id, author_id
    FROM discuss_post
    """,
    "ANALYZE contests_attempt, discuss_post",
]
FIRST = {
    "medals": [],
    "reporter": [],
    "export": ["SELECT set_config('work_mem', '64MB', true)"],
    "newest": [],
}
