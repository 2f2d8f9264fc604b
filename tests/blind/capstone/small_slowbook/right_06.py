"""Values and a helper for tags; users prefetched for 500 lines at a time."""

from collections import defaultdict

from django.db.models import Count, F, Max, Q
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def tags_of(pks):
    tags = {pk: [] for pk in pks}
    links = Post.tags.through.objects.filter(post__in=pks).select_related("tag")
    for link in links.order_by("tag_id"):
        tags[link.post_id].append(link.tag.name)
    return tags


def feed():
    posts = published().values("pk", "title", "author__username").annotate(
        said=Count("comments", filter=Q(comments__is_approved=True))
    )
    posts = list(posts[:20])
    tags = tags_of([post["pk"] for post in posts])
    return [
        [post["title"], post["author__username"], tags[post["pk"]], post["said"]]
        for post in posts
    ]


def thread(post_id, parent=None):
    comments = Comment.objects.filter(post=post_id, is_approved=True)
    replies = defaultdict(list)
    for said in comments.select_related("author").order_by("pk"):
        one = {"author": said.author.username, "body": said.body, "replies": replies[said.pk]}
        replies[said.parent_id].append(one)
    return replies[getattr(parent, "pk", parent)]


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
        .annotate(
            wrote=Count("posts", distinct=True),
            said=Count("comments", distinct=True),
        )
        .order_by("pk")
    )
    rows = [[one.username, one.wrote, one.said] for one in people[:20]]
    return JsonResponse({"people": rows})


def export(contest_id):
    attempts = (
        Attempt.objects.filter(contest=contest_id)
        .select_related("contest")
        .prefetch_related("user")
        .order_by("pk")
    )
    for one in attempts.iterator(chunk_size=500):
        yield f"{one.user.username};{one.contest.title};{one.score}\n"


def like(post_id, user_id):
    new = {"created_at": timezone.now()}
    _, is_new = Like.objects.get_or_create(post_id=post_id, user_id=user_id, defaults=new)
    if is_new:
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
