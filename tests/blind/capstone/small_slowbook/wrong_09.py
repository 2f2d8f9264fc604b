"""Wrong (results): feed() shows the copied count, kept_comments.

Nothing keeps that right: it differs where comments were added or refused since.
"""

from collections import Counter

from django.db import IntegrityError, transaction
from django.db.models import Count, F, OuterRef, Prefetch, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
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
        .prefetch_related(Prefetch("tags", queryset=Tag.objects.order_by("pk")))
    )
    rows = []
    for post in posts[:20]:
        tags = [tag.name for tag in post.tags.all()]
        rows.append([post.title, post.author.username, tags, post.kept_comments])
    return rows


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
    try:
        with transaction.atomic():
            Like.objects.create(post_id=post_id, user_id=user_id, created_at=timezone.now())
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    except IntegrityError:
        if not Like.objects.filter(post_id=post_id, user_id=user_id).exists():
            raise
        return False
    return True
