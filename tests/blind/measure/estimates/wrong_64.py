"""estimates: the kind ndistinct counts the different pairs, which helps GROUP BY and not a condition.

For author = ... AND contest = ... the planner still multiplies two selectivities, so reporter() expects
far too few posts of somebody who writes about one contest.
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
    "CREATE STATISTICS post_author_contest (ndistinct) ON author_id, contest_id FROM discuss_post",
    "ANALYZE contests_attempt, discuss_post",
]
FIRST = {"medals": [], "reporter": [], "export": ["SET LOCAL work_mem = '64MB'"], "newest": []}
