"""estimates: ANALYZE comes before CREATE STATISTICS, which only says what the next ANALYZE shall collect.

The statistics on author and contest stay empty, so reporter() is planned as if there were none.
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
    "ANALYZE contests_attempt, discuss_post",
    "CREATE STATISTICS post_author_contest (dependencies, mcv) ON author_id, contest_id FROM discuss_post",
]
FIRST = {"medals": [], "reporter": [], "export": ["SET LOCAL work_mem = '64MB'"], "newest": []}
