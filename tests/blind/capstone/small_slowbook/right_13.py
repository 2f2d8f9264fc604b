"""Separate small queries, put together in Python; grouped counts instead of subqueries."""

from collections import Counter, defaultdict

from django.db import transaction
from django.db.models import Count, F, Max
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def numbers(rows, field):
    """Return how many of the rows there are for each value of a field."""
    grouped = rows.order_by().values_list(field).annotate(number=Count("pk"))
    return Counter(dict(grouped))


def feed():
    posts = list(published().values_list("pk", "title", "author__username")[:20])
    keys = [key for key, _, _ in posts]
    tags = defaultdict(list)
    links = Post.tags.through.objects.filter(post__in=keys).order_by("tag_id")
    for key, name in links.values_list("post_id", "tag__name"):
        tags[key].append(name)
    comments = numbers(Comment.objects.filter(post__in=keys, is_approved=True), "post_id")
    return [[title, author, tags[key], comments[key]] for key, title, author in posts]


def thread(post_id, parent=None):
    children = defaultdict(list)
    said = Comment.objects.filter(post=post_id, is_approved=True).order_by("pk")
    for row in said.values_list("parent_id", "pk", "author__username", "body"):
        children[row[0]].append(row[1:])
    top = []
    waiting = [(parent.pk if isinstance(parent, Comment) else parent, top)]
    while waiting:
        parent_id, replies = waiting.pop()
        for key, author, body in children.pop(parent_id, ()):
            one = {"author": author, "body": body, "replies": []}
            replies.append(one)
            waiting.append((key, one["replies"]))
    return top


def leaderboard(contest_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = scored.values("user_id").annotate(best=Max("score")).order_by("-best", "user_id")[:10]
    rows = [(row["user_id"], row["best"]) for row in best]
    names = dict(User.objects.filter(pk__in=[key for key, _ in rows]).values_list("pk", "username"))
    return [(names[key], score) for key, score in rows]


def tagged(names):
    links = Post.tags.through.objects.filter(tag__name__in=list(names))
    posts = published().filter(pk__in=links.values("post_id"))
    return [title for (title,) in posts.values_list("title")[:20]]


def api(request):
    people = list(User.objects.filter(is_active=True).order_by("pk").values_list("pk", "username")[:20])
    keys = [key for key, _ in people]
    posts = numbers(Post.objects.filter(author__in=keys), "author_id")
    comments = numbers(Comment.objects.filter(author__in=keys), "author_id")
    return JsonResponse({"people": [[name, posts[key], comments[key]] for key, name in people]})


def export(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id).order_by("pk")
    attempts = attempts.select_related("user", "contest").only(
        "score", "user__username", "contest__title"
    )
    for one in attempts.iterator(chunk_size=500):
        yield f"{one.user.username};{one.contest.title};{one.score}\n"


def like(post_id, user_id):
    new = {"created_at": timezone.now()}
    with transaction.atomic():
        _, is_new = Like.objects.get_or_create(post_id=post_id, user_id=user_id, defaults=new)
        if is_new:
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
