"""Model instances all the way: joins, prefetches, distinct counts and a lock."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Count, Max
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def feed():
    posts = published().defer("body").select_related("author").prefetch_related("tags")
    posts = list(posts[:20])
    approved = Comment.objects.filter(is_approved=True, post__in=posts)
    numbers = dict(approved.values_list("post").annotate(Count("pk")))
    rows = []
    for post in posts:
        tags = [tag.name for tag in sorted(post.tags.all(), key=lambda tag: tag.pk)]
        rows.append([post.title, post.author.username, tags, numbers.get(post.pk, 0)])
    return rows


def thread(post_id, parent=None):
    comments = Comment.objects.filter(post=post_id, is_approved=True).select_related("author")
    replies = defaultdict(list)
    for said in comments.order_by("pk"):
        row = {"author": said.author.username, "body": said.body, "replies": replies[said.pk]}
        replies[said.parent_id].append(row)
    return replies[parent.pk if parent else None]


def leaderboard(contest_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False).values_list("user")
    best = dict(scored.annotate(best=Max("score")).order_by("-best", "user")[:10])
    people = User.objects.in_bulk(best)
    return [(people[user_id].username, score) for user_id, score in best.items()]


def tagged(names):
    posts = published().filter(tags__name__in=names).distinct()
    return [post.title for post in posts.only("title", "published_at")[:20]]


def api(request):
    people = User.objects.filter(is_active=True).annotate(
        number=Count("posts", distinct=True), said=Count("comments", distinct=True)
    )
    rows = [[one.username, one.number, one.said] for one in people.order_by("pk")[:20]]
    return JsonResponse({"people": rows})


def export(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id).order_by("pk")
    for one in attempts.select_related("user", "contest").iterator():
        yield f"{one.user.username};{one.contest.title};{one.score}\n"


@transaction.atomic
def like(post_id, user_id):
    post = Post.objects.select_for_update().get(pk=post_id)
    new = {"created_at": timezone.now()}
    _, is_new = Like.objects.get_or_create(post=post, user_id=user_id, defaults=new)
    if is_new:
        post.kept_likes += 1
        post.save(update_fields=["kept_likes"])
    return is_new
