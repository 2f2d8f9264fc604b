"""Dependencies and common pairs are named as the kinds of statistics; set_config(..., true) gives the memory until the transaction ends."""

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
    CREATE STATISTICS IF NOT EXISTS discuss_post_author_and_contest (dependencies, mcv)
    ON author_id, contest_id
    FROM discuss_post
    """,
    "ANALYZE discuss_post, contests_attempt",
]
FIRST = {"medals": [], "reporter": [], "export": ["SELECT set_config('work_mem', '64MB', true)"], "newest": []}
