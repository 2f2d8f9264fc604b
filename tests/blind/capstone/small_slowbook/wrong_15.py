"""Breaks "results" in api(): who has written nothing gets null instead of 0.

A grouped subquery has no row for such a person, so its value is NULL.
"""

from django.db import transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post, Tag


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def number(rows, field):
    """Count the rows that belong to the outer query's row."""
    mine = rows.filter(**{field: OuterRef("pk")}).order_by().values(field)
    return Subquery(mine.annotate(number=Count("pk")).values("number"))


def feed():
    posts = (
        published()
        .select_related("author")
        .only("title", "published_at", "author__username")
        .prefetch_related(Prefetch("tags", Tag.objects.order_by("pk")))
        .annotate(approved=number(Comment.objects.filter(is_approved=True), "post"))
    )
    return [
        [post.title, post.author.username, [tag.name for tag in post.tags.all()], post.approved or 0]
        for post in posts[:20]
    ]


def thread(post_id, parent=None):
    comments = Comment.objects.filter(post=post_id, is_approved=True).order_by("pk")
    comments = list(comments.select_related("author").only("parent", "body", "author__username"))
    replies = {said.pk: [] for said in comments}
    top_id = parent.pk if isinstance(parent, Comment) else parent
    replies.setdefault(top_id, [])
    for said in comments:
        if said.parent_id in replies:  # what answers to a hidden comment is hidden too
            replies[said.parent_id].append(
                {"author": said.author.username, "body": said.body, "replies": replies[said.pk]}
            )
    return replies[top_id]


def leaderboard(contest_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = scored.values("user_id", "user__username").annotate(best=Max("score"))
    return [
        (row["user__username"], row["best"]) for row in best.order_by("-best", "user_id")[:10]
    ]


def tagged(names):
    tags = Tag.objects.filter(name__in=list(names))
    links = Post.tags.through.objects.filter(post=OuterRef("pk"), tag__in=tags)
    return list(published().filter(Exists(links)).values_list("title", flat=True)[:20])


def api(request):
    people = User.objects.filter(is_active=True).order_by("pk")
    rows = people.annotate(
        number_of_posts=number(Post.objects, "author"),
        number_of_comments=number(Comment.objects, "author"),
    ).values_list("username", "number_of_posts", "number_of_comments")[:20]
    return JsonResponse({"people": [list(row) for row in rows]})


def export(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id).order_by("pk")
    rows = attempts.values_list("user__username", "contest__title", "score")
    for username, title, score in rows.iterator(chunk_size=2000):
        yield f"{username};{title};{score}\n"


@transaction.atomic
def like(post_id, user_id):
    new = {"created_at": timezone.now()}
    _, is_new = Like.objects.get_or_create(post_id=post_id, user_id=user_id, defaults=new)
    if is_new:
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
