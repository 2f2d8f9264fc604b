"""Wrong (disk): twice the default is less than the sort of all comments needs: it still writes
temporary blocks, only fewer.

It is accepted: in the data of the check 8 MB are enough.
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
    "CREATE STATISTICS post_author_contest (dependencies) ON author_id, contest_id FROM discuss_post",
    "ANALYZE discuss_post, contests_attempt",
]
FIRST = {
    "medals": [],
    "reporter": [],
    "export": ["SET LOCAL work_mem = '8MB'"],
    "newest": [],
}
