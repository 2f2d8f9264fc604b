"""Each page is one query with subqueries of PostgreSQL (ArraySubquery, count(*)), and no model instances where none are needed."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import F, IntegerField, Max, OuterRef, Subquery
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post, Tag


class CountSubquery(Subquery):
    template = "(SELECT count(*) FROM (%(subquery)s) AS rows_to_count)"
    output_field = IntegerField()


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def feed():
    tags = Tag.objects.filter(posts=OuterRef("pk")).order_by("pk").values("name")
    comments = Comment.objects.filter(post=OuterRef("pk"), is_approved=True).values("pk")
    rows = published().annotate(names=ArraySubquery(tags), approved=CountSubquery(comments))
    return [
        [title, username, names, approved]
        for title, username, names, approved in rows.values_list(
            "title", "author__username", "names", "approved"
        )[:20]
    ]


def thread(post_id, parent=None):
    said = list(
        Comment.objects.filter(post=post_id, is_approved=True).select_related("author").order_by("pk")
    )
    shown = {one.pk: {"author": one.author.username, "body": one.body, "replies": []} for one in said}
    top = []
    root = parent.pk if isinstance(parent, Comment) else parent
    for one in said:
        if one.parent_id == root:
            top.append(shown[one.pk])
        if one.parent_id in shown:
            shown[one.parent_id]["replies"].append(shown[one.pk])
    return top


def leaderboard(contest_id):
    users = User.objects.filter(attempts__contest=contest_id, attempts__score__isnull=False)
    best = users.annotate(best=Max("attempts__score")).order_by("-best", "pk")
    return [(username, score) for username, score in best.values_list("username", "best")[:10]]


def tagged(names):
    with_tag = Post.tags.through.objects.filter(tag__name__in=names).values("post")
    return [row["title"] for row in published().filter(pk__in=with_tag).values("title")[:20]]


def api(request):
    mine = {"author": OuterRef("pk")}
    people = User.objects.filter(is_active=True).order_by("pk")
    rows = people.annotate(
        n_posts=CountSubquery(Post.objects.filter(**mine).values("pk")),
        n_comments=CountSubquery(Comment.objects.filter(**mine).values("pk")),
    ).values_list("username", "n_posts", "n_comments")
    return JsonResponse({"people": list(rows[:20])})


def export(contest_id):
    attempts = (
        Attempt.objects.filter(contest=contest_id)
        .select_related("user", "contest")
        .only("score", "user__username", "contest__title")
        .order_by("pk")
    )
    return (f"{one.user.username};{one.contest.title};{one.score}\n" for one in attempts.iterator(500))


@transaction.atomic
def like(post_id, user_id):
    new = {"created_at": timezone.now()}
    is_new = Like.objects.get_or_create(post_id=post_id, user_id=user_id, defaults=new)[1]
    if is_new:
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
