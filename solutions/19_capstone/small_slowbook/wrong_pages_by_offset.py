"""export() asks for pages by their offset. One attempt is deleted, and another is in no page.

Breaks: results
Fails: export
"""

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
        .only("title", "published_at", "author__username")
        .select_related("author")
        .prefetch_related(Prefetch("tags", Tag.objects.order_by("pk")))
        .annotate(approved=Count("comments", filter=Q(comments__is_approved=True)))
    )
    return [
        [post.title, post.author.username, [tag.name for tag in post.tags.all()], post.approved]
        for post in posts[:20]
    ]


def thread(post_id, parent=None):
    comments = Comment.objects.filter(post=post_id, is_approved=True).order_by("pk")
    values = comments.values("pk", "parent", "body", author_name=F("author__username"))
    replies = {}
    for said in values:
        replies.setdefault(said["parent"], []).append(said)

    def below(parent):
        return [
            {"author": said["author_name"], "body": said["body"], "replies": below(said["pk"])}
            for said in replies.get(parent, ())
        ]

    return below(parent.pk if parent else None)


def leaderboard(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = attempts.values("user", "user__username").annotate(best=Max("score"))
    return list(best.order_by("-best", "user").values_list("user__username", "best")[:10])


def tagged(names):
    with_tag = Post.tags.through.objects.filter(tag__name__in=names).values("post")
    return list(published().filter(pk__in=with_tag).values_list("title", flat=True)[:20])


def counted(rows, people):
    """How many of these rows each of these people wrote; nobody who wrote none."""
    return dict(rows.filter(author__in=people).values_list("author").annotate(Count("pk")))


def api(request):
    people = dict(
        User.objects.filter(is_active=True).order_by("pk").values_list("pk", "username")[:20]
    )
    posts, comments = counted(Post.objects, people), counted(Comment.objects, people)
    rows = [[name, posts.get(pk, 0), comments.get(pk, 0)] for pk, name in people.items()]
    return JsonResponse({"people": rows})


def export(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id).order_by("pk")
    columns = attempts.values_list("user__username", "contest__title", "score")
    offset = 0
    while page := columns[offset : offset + 500]:
        for name, title, score in page:
            yield f"{name};{title};{score}\n"
        offset += 500


def like(post_id, user_id):
    new = {"created_at": timezone.now()}
    _, is_new = Like.objects.get_or_create(post_id=post_id, user_id=user_id, defaults=new)
    if is_new:
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
