"""lasting: SET without LOCAL stays in the session when the transaction is committed.

After the export, each query of this connection has 64MB for each sort.
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
    "ANALYZE contests_attempt, discuss_post",
]
FIRST = {"medals": [], "reporter": [], "export": ["SET work_mem = '64MB'"], "newest": []}
