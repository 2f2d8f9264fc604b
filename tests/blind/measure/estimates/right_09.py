"""Right: names from the models, dependencies and common pairs, work_mem in kB."""

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


POSTS = Post._meta.db_table
ATTEMPTS = Attempt._meta.db_table
PAIR = ", ".join(Post._meta.get_field(name).column for name in ("author", "contest"))

ONCE = [
    f"CREATE STATISTICS posts_of_reporters (dependencies, mcv) ON {PAIR} FROM {POSTS}",
    f'ANALYZE "{POSTS}", "{ATTEMPTS}"',
]
FIRST = {name: [] for name in ("medals", "reporter", "export", "newest")}
FIRST["export"].append("SET LOCAL work_mem TO 65536")
