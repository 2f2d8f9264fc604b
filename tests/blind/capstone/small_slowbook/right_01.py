"""Joins and prefetches, distinct counts, an iterator, F."""

from collections import defaultdict

from django.db.models import Count, F, Max, Prefetch, Q
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
    comments = Comment.objects.filter(post=post_id, is_approved=True)
    replies = defaultdict(list)
    for said in comments.select_related("author").order_by("pk"):
        one = {"author": said.author.username, "body": said.body, "replies": replies[said.pk]}
        replies[said.parent_id].append(one)
    return replies[getattr(parent, "pk", parent)]


def leaderboard(contest_id):
    best = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values_list("user__username")
        .annotate(best=Max("score"))
        .order_by("-best", "user_id")
    )
    return list(best[:10])


def tagged(names):
    posts = published().filter(tags__name__in=names).distinct()
    return list(posts.values_list("title", flat=True)[:20])


def api(request):
    people = list(User.objects.filter(is_active=True).order_by("pk").only("username")[:20])
    wrote, said = (
        dict(
            model.objects.filter(author__in=people)
            .values_list("author_id")
            .annotate(number=Count("pk"))
        )
        for model in (Post, Comment)
    )
    rows = [[one.username, wrote.get(one.pk, 0), said.get(one.pk, 0)] for one in people]
    return JsonResponse({"people": rows})


def export(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id).order_by("pk")
    for one in attempts.select_related("user", "contest").iterator(chunk_size=1000):
        yield f"{one.user.username};{one.contest.title};{one.score}\n"


def like(post_id, user_id):
    new = {"created_at": timezone.now()}
    _, is_new = Like.objects.get_or_create(post_id=post_id, user_id=user_id, defaults=new)
    if is_new:
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
