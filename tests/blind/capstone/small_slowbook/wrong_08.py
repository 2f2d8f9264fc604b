"""Wrong (bodies): feed() has few queries and rows, but fetches each post's body.

Nobody told the query to leave that column out.
"""

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
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = scored.values("user_id").annotate(best=Max("score")).order_by("-best", "user_id")
    first = list(best[:10])
    people = User.objects.in_bulk([row["user_id"] for row in first])
    return [(people[row["user_id"]].username, row["best"]) for row in first]


def tagged(names):
    found = published().filter(tags__name__in=names).distinct()
    pks = list(found.values_list("pk", flat=True)[:20])
    titles = dict(Post.objects.filter(pk__in=pks).values_list("pk", "title"))
    return [titles[pk] for pk in pks if pk in titles]


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
    rows = (
        Attempt.objects.filter(contest=contest_id)
        .order_by("pk")
        .values_list("user__username", "contest__title", "score")
    )
    return (f"{name};{title};{score}\n" for name, title, score in rows.iterator(chunk_size=500))


def like(post_id, user_id):
    new = {"created_at": timezone.now()}
    _, is_new = Like.objects.get_or_create(post_id=post_id, user_id=user_id, defaults=new)
    if is_new:
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
