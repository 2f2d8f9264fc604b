"""Names of tables and columns from the models; all kinds of statistics."""

from arena.contests.models import Attempt
from arena.discuss.models import Comment, Post


def medals(medal):
    return Attempt.objects.filter(medal=medal).select_related("contest", "user")


def reporter(author, contest):
    return Comment.objects.filter(post__author=author, post__contest=contest)


def export():
    return Comment.objects.order_by("created_at", "pk")


def newest():
    return Attempt.objects.filter(score__gte=50).order_by("-pk")[:20]


POST = Post._meta
AUTHOR, CONTEST = (POST.get_field(name).column for name in ("author", "contest"))

ONCE = [
    f'CREATE STATISTICS "post_author_and_contest" ON "{AUTHOR}", "{CONTEST}" '
    f'FROM "{POST.db_table}"',
    f'ANALYZE "{POST.db_table}", "{Attempt._meta.db_table}"',
]
FIRST = {"medals": [], "reporter": [], "export": ["SET LOCAL work_mem = '64MB';"], "newest": []}
