"""Prefetches for the feed, a window for the leaderboard, lines made by the database."""

from collections import Counter

from django.db import connection
from django.db.models import Count, F, Prefetch, TextField, Value, Window
from django.db.models.functions import Cast, Coalesce, Concat, RowNumber
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post, Tag


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def feed():
    posts = published().defer("body").prefetch_related(
        Prefetch("author", queryset=User.objects.only("username")),
        Prefetch("tags", queryset=Tag.objects.order_by("pk")),
    )
    posts = list(posts[:20])
    counts = {
        row["post"]: row["number"]
        for row in Comment.objects.filter(post__in=posts, is_approved=True)
        .values("post")
        .annotate(number=Count("pk"))
    }
    return [
        [
            post.title,
            post.author.username,
            [tag.name for tag in post.tags.all()],
            counts.get(post.pk, 0),
        ]
        for post in posts
    ]


def thread(post_id, parent=None):
    top = parent.pk if isinstance(parent, Comment) else parent
    comments = list(
        Comment.objects.filter(post=post_id, is_approved=True)
        .select_related("author")
        .only("parent", "body", "author__username")
        .order_by("pk")
    )
    nodes = {
        said.pk: {"author": said.author.username, "body": said.body, "replies": []}
        for said in comments
    }
    first = []
    for said in comments:
        if said.parent_id == top:
            first.append(nodes[said.pk])
        elif said.parent_id in nodes:
            nodes[said.parent_id]["replies"].append(nodes[said.pk])
    return first


def leaderboard(contest_id):
    place = Window(
        RowNumber(), partition_by=[F("user_id")], order_by=[F("score").desc(), F("id").asc()]
    )
    first = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .annotate(place=place)
        .filter(place=1)
        .order_by("-score", "user_id")
        .values_list("user_id", "score")
    )
    first = list(first[:10])
    names = dict(
        User.objects.filter(pk__in=[pk for pk, _ in first]).values_list("pk", "username")
    )
    return [(names[pk], score) for pk, score in first]


def tagged(names):
    posts = published().filter(tags__in=Tag.objects.filter(name__in=names)).distinct()
    return [post.title for post in posts.only("title")[:20]]


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
    line = Concat(
        "user__username",
        Value(";"),
        "contest__title",
        Value(";"),
        Coalesce(Cast("score", TextField()), Value("None"), output_field=TextField()),
        Value("\n"),
        output_field=TextField(),
    )
    lines = Attempt.objects.filter(contest=contest_id).order_by("pk").annotate(line=line)
    yield from lines.values_list("line", flat=True).iterator(chunk_size=2000)


def like(post_id, user_id):
    new = {"created_at": timezone.now()}
    _, is_new = Like.objects.get_or_create(post_id=post_id, user_id=user_id, defaults=new)
    if is_new:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE discuss_post SET kept_likes = kept_likes + 1 WHERE id = %s", [post_id]
            )
    return is_new
