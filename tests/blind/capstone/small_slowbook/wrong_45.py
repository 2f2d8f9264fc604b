"""others: like() stores how many likes it can see.

A second like() that waits for the first one's lock counts with what it saw when it began: then the
first like is in the table, but not in kept_likes. A copy that was wrong before doesn't grow by one.
"""

from django.db import transaction
from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post, Tag


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def number_of(rows, field):
    """Return a subquery that counts the rows whose field is the outer row's key."""
    counts = rows.filter(**{field: OuterRef("pk")}).order_by().values(field)
    number = counts.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)


def feed():
    approved = Comment.objects.filter(is_approved=True)
    posts = (
        published()
        .select_related("author")
        .only("title", "author__username")
        .annotate(number=number_of(approved, "post"))
        .prefetch_related(Prefetch("tags", Tag.objects.order_by("pk")))
    )
    return [
        [post.title, post.author.username, [tag.name for tag in post.tags.all()], post.number]
        for post in posts[:20]
    ]


def thread(post_id, parent=None):
    comments = Comment.objects.filter(post=post_id, is_approved=True).order_by("pk")
    rows = list(comments.values_list("pk", "parent", "author__username", "body"))
    # What is below a comment, as lists that are filled later: a reply may be older than its parent.
    replies = {pk: [] for pk, *_ in rows}
    start = getattr(parent, "pk", parent)
    first = replies.setdefault(start, [])
    for pk, above, author, body in rows:
        if above in replies:
            replies[above].append({"author": author, "body": body, "replies": replies[pk]})
    return first


def leaderboard(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = attempts.values("user", "user__username").annotate(best=Max("score"))
    return list(best.order_by("-best", "user").values_list("user__username", "best")[:10])


def tagged(names):
    links = Post.tags.through.objects.filter(post=OuterRef("pk"), tag__name__in=names)
    return list(published().filter(Exists(links)).values_list("title", flat=True)[:20])


def api(request):
    people = (
        User.objects.filter(is_active=True)
        .annotate(
            number_of_posts=number_of(Post.objects, "author"),
            number_of_comments=number_of(Comment.objects, "author"),
        )
        .order_by("pk")
        .values_list("username", "number_of_posts", "number_of_comments")
    )
    return JsonResponse({"people": list(people[:20])})


def export(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id).order_by("pk")
    rows = attempts.values_list("user__username", "contest__title", "score")
    for username, title, score in rows.iterator(chunk_size=2_000):
        yield f"{username};{title};{score}\n"


def like(post_id, user_id):
    new = {"created_at": timezone.now()}
    with transaction.atomic():
        _, is_new = Like.objects.get_or_create(post_id=post_id, user_id=user_id, defaults=new)
        if is_new:
            likes = number_of(Like.objects, "post")
            Post.objects.filter(pk=post_id).update(kept_likes=likes)
    return is_new
