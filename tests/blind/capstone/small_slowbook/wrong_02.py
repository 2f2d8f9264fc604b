"""Wrong (others): update_fields saves the title, but the sum is still made in Python.

Of two likes at the same moment, one gets lost.
"""

from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post, Tag


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def feed():
    approved = (
        Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
        .order_by()
        .values("post")
        .annotate(number=Count("pk"))
        .values("number")
    )
    posts = (
        published()
        .only("title", "author__username")
        .select_related("author")
        .annotate(approved=Coalesce(Subquery(approved), 0))
        .prefetch_related(
            Prefetch("tags", queryset=Tag.objects.order_by("pk"), to_attr="tags_in_order")
        )
    )
    rows = []
    for post in posts[:20]:
        tags = [tag.name for tag in post.tags_in_order]
        rows.append([post.title, post.author.username, tags, post.approved])
    return rows


def thread(post_id, parent=None):
    rows = Comment.objects.filter(post=post_id, is_approved=True).order_by("pk")
    below = {}
    for pk, above, name, body in rows.values_list("pk", "parent_id", "author__username", "body"):
        below.setdefault(above, []).append((pk, name, body))

    def build(above):
        return [
            {"author": name, "body": body, "replies": build(pk)}
            for pk, name, body in below.get(above, [])
        ]

    return build(getattr(parent, "pk", parent))


def leaderboard(contest_id):
    scores = Attempt.objects.filter(
        contest=contest_id, user=OuterRef("pk"), score__isnull=False
    ).order_by("-score")
    people = (
        User.objects.annotate(best=Subquery(scores.values("score")[:1]))
        .filter(best__isnull=False)
        .order_by("-best", "pk")
    )
    return [(one.username, one.best) for one in people[:10]]


def tagged(names):
    wanted = Tag.objects.filter(posts=OuterRef("pk"), name__in=names)
    return list(published().filter(Exists(wanted)).values_list("title", flat=True)[:20])


def number_of(model):
    counts = model.objects.filter(author=OuterRef("pk")).order_by().values("author")
    return Coalesce(Subquery(counts.annotate(number=Count("pk")).values("number")), 0)


def api(request):
    people = User.objects.filter(is_active=True).order_by("pk")
    people = people.annotate(wrote=number_of(Post), said=number_of(Comment))
    rows = [list(row) for row in people.values_list("username", "wrote", "said")[:20]]
    return JsonResponse({"people": rows})


def export(contest_id):
    rows = (
        Attempt.objects.filter(contest=contest_id)
        .order_by("pk")
        .values_list("user__username", "contest__title", "score")
    )
    return (f"{name};{title};{score}\n" for name, title, score in rows.iterator(chunk_size=500))


def like(post_id, user_id):
    new = {"created_at": timezone.now()}
    _, is_new = Like.objects.get_or_create(post_id=post_id, user_id=user_id, defaults=new)
    if is_new:
        post = Post.objects.get(pk=post_id)
        post.kept_likes += 1
        post.save(update_fields=["kept_likes"])
    return is_new
