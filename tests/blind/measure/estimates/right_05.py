"""One ANALYZE a table, each at its place."""

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


NEW_STATISTICS = "CREATE STATISTICS pac (dependencies) ON author_id, contest_id FROM discuss_post"
MORE_MEMORY = "SET LOCAL work_mem = '65536kB'"

ONCE = [
    # medals: nobody has counted since the medals were awarded.
    "ANALYZE contests_attempt",
    # reporter: author and contest depend on each other.
    NEW_STATISTICS,
    "ANALYZE discuss_post",
]
# export: the sort needs more than the default.
FIRST = {"medals": [], "reporter": [], "export": [MORE_MEMORY], "newest": []}
