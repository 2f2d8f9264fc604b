"""Wrong (results): api() counts over two joins without distinct.

Who has posts and comments, and more than one of either, gets the product.
"""

from django.db.models import Count, F, Max, Prefetch
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
    people = (
        User.objects.filter(attempts__contest=contest_id, attempts__score__isnull=False)
        .annotate(best=Max("attempts__score"))
        .order_by("-best", "pk")
    )
    return list(people.values_list("username", "best")[:10])


def tagged(names):
    wanted = Post.objects.filter(tags__name__in=names).values("pk")
    return [row["title"] for row in published().filter(pk__in=wanted).values("title")[:20]]


def api(request):
    people = (
        User.objects.filter(is_active=True)
        .annotate(wrote=Count("posts"), said=Count("comments"))
        .order_by("pk")
    )
    rows = [[one.username, one.wrote, one.said] for one in people[:20]]
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
