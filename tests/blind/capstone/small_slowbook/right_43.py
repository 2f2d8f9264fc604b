"""One plain query for each kind of row, put together in Python; pages by key for the export, and a lock on the post for the like."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Count, Max
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post

PAGE = 500


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def counts(rows, field):
    """Return {key: number of rows} for those keys of field that occur."""
    grouped = rows.order_by().values_list(field).annotate(number=Count("pk"))
    return dict(grouped)


def feed():
    posts = list(published().values_list("pk", "title", "author__username")[:20])
    keys = [pk for pk, *_ in posts]
    tags = defaultdict(list)
    links = Post.tags.through.objects.filter(post__in=keys).order_by("tag")
    for pk, name in links.values_list("post", "tag__name"):
        tags[pk].append(name)
    said = counts(Comment.objects.filter(post__in=keys, is_approved=True), "post")
    return [[title, author, tags[pk], said.get(pk, 0)] for pk, title, author in posts]


def thread(post_id, parent=None):
    below = defaultdict(list)
    comments = Comment.objects.filter(post=post_id, is_approved=True).select_related("author")
    for said in comments.only("parent", "body", "author__username").order_by("pk"):
        below[said.parent_id].append(said)
    top = below[parent.pk if isinstance(parent, Comment) else parent]
    result = []
    stack = [(result, iter(top))]  # not recursive: a quarrel may be a thousand replies deep
    while stack:
        target, rest = stack[-1]
        said = next(rest, None)
        if said is None:
            stack.pop()
            continue
        replies = []
        target.append({"author": said.author.username, "body": said.body, "replies": replies})
        stack.append((replies, iter(below[said.pk])))
    return result


def leaderboard(contest_id):
    scores = Attempt.objects.filter(contest=contest_id, score__isnull=False).order_by()
    best = scores.values("user").annotate(best=Max("score")).order_by("-best", "user")[:10]
    first = [(row["user"], row["best"]) for row in best]
    people = User.objects.filter(pk__in=[pk for pk, _ in first])
    names = dict(people.values_list("pk", "username"))
    return [(names[pk], score) for pk, score in first]


def tagged(names):
    posts = published().filter(pk__in=Post.objects.filter(tags__name__in=names).values("pk"))
    return [post.title for post in posts.only("title")[:20]]


def api(request):
    people = User.objects.filter(is_active=True).order_by("pk").values_list("pk", "username")
    people = list(people[:20])
    keys = [pk for pk, _ in people]
    posts = counts(Post.objects.filter(author__in=keys), "author")
    said = counts(Comment.objects.filter(author__in=keys), "author")
    return JsonResponse(
        {"people": [[name, posts.get(pk, 0), said.get(pk, 0)] for pk, name in people]}
    )


def export(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id).order_by("pk")
    rows = attempts.values_list("pk", "user__username", "contest__title", "score")
    page = list(rows[:PAGE])
    while page:
        for _, username, title, score in page:
            yield f"{username};{title};{score}\n"
        if len(page) < PAGE:
            return
        page = list(rows.filter(pk__gt=page[-1][0])[:PAGE])


def like(post_id, user_id):
    new = {"created_at": timezone.now()}
    with transaction.atomic():
        # A client that likes the same post, or changes it, comes before or after.
        locked = Post.objects.select_for_update(no_key=True).only("kept_likes")
        post = locked.filter(pk=post_id).first()
        _, is_new = Like.objects.get_or_create(post_id=post_id, user_id=user_id, defaults=new)
        if is_new and post is not None:
            post.kept_likes += 1
            post.save(update_fields=["kept_likes"])
    return is_new
