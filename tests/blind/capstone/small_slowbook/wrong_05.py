"""Wrong (results): in thread() a reply whose parent is not there becomes a first comment.

So replies to a comment that is not approved are shown, at the top.
"""

from collections import Counter

from django.db import connection
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post, Tag


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def feed():
    posts = (
        published()
        .defer("body")
        .select_related("author")
        .annotate(approved=Count("comments", filter=Q(comments__is_approved=True)))
        .prefetch_related(Prefetch("tags", queryset=Tag.objects.order_by("pk")))
    )
    return [
        [post.title, post.author.username, [tag.name for tag in post.tags.all()], post.approved]
        for post in posts[:20]
    ]


def thread(post_id, parent=None):
    top = getattr(parent, "pk", parent)
    comments = Comment.objects.filter(post=post_id, is_approved=True)
    comments = list(comments.select_related("author").order_by("pk"))
    nodes = {
        said.pk: {"author": said.author.username, "body": said.body, "replies": []}
        for said in comments
    }
    replies = []
    for said in comments:
        if said.parent_id in nodes and said.parent_id != top:
            nodes[said.parent_id]["replies"].append(nodes[said.pk])
        elif said.parent_id == top or top is None:
            replies.append(nodes[said.pk])
    return replies


def leaderboard(contest_id):
    best = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values_list("user__username")
        .annotate(best=Max("score"))
        .order_by("-best", "user_id")
    )
    return list(best[:10])


def tagged(names):
    wanted = Tag.objects.filter(posts=OuterRef("pk"), name__in=names)
    return list(published().filter(Exists(wanted)).values_list("title", flat=True)[:20])


def api(request):
    people = User.objects.filter(is_active=True).order_by("pk").annotate(wrote=Count("posts"))
    people = list(people[:20])
    said = Counter(
        dict(
            Comment.objects.filter(author__in=[one.pk for one in people])
            .values_list("author_id")
            .annotate(number=Count("pk"))
        )
    )
    rows = [[one.username, one.wrote, said[one.pk]] for one in people]
    return JsonResponse({"people": rows})


def export(contest_id):
    size = 1000
    attempts = (
        Attempt.objects.filter(contest=contest_id)
        .order_by("pk")
        .values_list("pk", "user__username", "contest__title", "score")
    )
    rows = list(attempts[:size])
    while rows:
        for _, name, title, score in rows:
            yield f"{name};{title};{score}\n"
        if len(rows) < size:
            break
        rows = list(attempts.filter(pk__gt=rows[-1][0])[:size])


def like(post_id, user_id):
    new = {"created_at": timezone.now()}
    _, is_new = Like.objects.get_or_create(post_id=post_id, user_id=user_id, defaults=new)
    if is_new:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE discuss_post SET kept_likes = kept_likes + 1 WHERE id = %s", [post_id]
            )
    return is_new
