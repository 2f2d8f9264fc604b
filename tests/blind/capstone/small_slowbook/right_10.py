"""Values, grouped counts and one UPDATE in SQL."""

from collections import defaultdict

from django.db import connection
from django.db.models import Count, OuterRef, Subquery
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def feed():
    posts = list(published().values_list("pk", "title", "author_id")[:20])
    pks = [pk for pk, _, _ in posts]
    authors = {author for _, _, author in posts}
    names = dict(User.objects.filter(pk__in=authors).values_list("pk", "username"))
    links = Post.tags.through.objects.filter(post__in=pks).order_by("tag_id")
    tags = defaultdict(list)
    for pk, name in links.values_list("post_id", "tag__name"):
        tags[pk].append(name)
    approved = Comment.objects.filter(post__in=pks, is_approved=True)
    counts = dict(approved.values_list("post_id").annotate(number=Count("pk")))
    return [
        [title, names[author], tags[pk], counts.get(pk, 0)] for pk, title, author in posts
    ]


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
    wanted = Post.objects.filter(tags__name__in=names).values("pk")
    return [row["title"] for row in published().filter(pk__in=wanted).values("title")[:20]]


def api(request):
    people = (
        User.objects.filter(is_active=True)
        .annotate(
            wrote=Count("posts", distinct=True),
            said=Count("comments", distinct=True),
        )
        .order_by("pk")
    )
    rows = [[one.username, one.wrote, one.said] for one in people[:20]]
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
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE discuss_post SET kept_likes = kept_likes + 1 WHERE id = %s", [post_id]
            )
    return is_new
