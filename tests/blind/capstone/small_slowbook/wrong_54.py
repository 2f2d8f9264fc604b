"""Breaks: stream.

export() is a generator, but a queryset that is looped over reads all its rows first: of a contest with more than 2,500 attempts all
are fetched before the first line is there.
"""

from collections import defaultdict

from django.db import transaction
from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post, Tag


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def number(things, field):
    """Count the things whose field is the row of the outer query."""
    grouped = things.filter(**{field: OuterRef("pk")}).order_by().values(field)
    counted = grouped.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def feed():
    posts = (
        published()
        .select_related("author")
        .only("title", "author__username")
        .annotate(approved=number(Comment.objects.filter(is_approved=True), "post"))
        .prefetch_related(Prefetch("tags", Tag.objects.order_by("pk")))
    )
    return [
        [post.title, post.author.username, [tag.name for tag in post.tags.all()], post.approved]
        for post in posts[:20]
    ]


def thread(post_id, parent=None):
    comments = Comment.objects.filter(post=post_id, is_approved=True).order_by("pk")
    children = defaultdict(list)
    nodes = {}
    for key, above, author, body in comments.values_list("pk", "parent", "author__username", "body"):
        nodes[key] = {"author": author, "body": body, "replies": []}
        children[above].append(nodes[key])
    for key, node in nodes.items():
        node["replies"] = children.get(key, [])
    return children.get(getattr(parent, "pk", parent), [])


def leaderboard(contest_id):
    best = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values("user_id")
        .annotate(best=Max("score"))
        .order_by("-best", "user_id")
    )
    return list(best.values_list("user__username", "best")[:10])


def tagged(names):
    uses = Post.tags.through.objects.filter(post=OuterRef("pk"), tag__name__in=names)
    return list(published().filter(Exists(uses)).values_list("title", flat=True)[:20])


def api(request):
    people = (
        User.objects.filter(is_active=True)
        .annotate(
            how_many_posts=number(Post.objects.all(), "author"),
            how_many_comments=number(Comment.objects.all(), "author"),
        )
        .order_by("pk")
        .values_list("username", "how_many_posts", "how_many_comments")
    )
    return JsonResponse({"people": [list(one) for one in people[:20]]})


def export(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id).order_by("pk")
    for one in attempts.select_related("user", "contest"):
        yield f"{one.user.username};{one.contest.title};{one.score}\n"


def like(post_id, user_id):
    with transaction.atomic():
        _, is_new = Like.objects.get_or_create(
            post_id=post_id, user_id=user_id, defaults={"created_at": timezone.now()}
        )
        if is_new:
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
