"""tagged() fetches 40 rows of a join: posts with three of the tags leave fewer than 20 titles.

Breaks: results
Fails: tagged
"""

from collections import defaultdict

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def feed():
    posts = list(published().values_list("pk", "title", "author_id")[:20])
    pks = [pk for pk, _, _ in posts]
    authors = {author for _, _, author in posts}
    names = dict(User.objects.filter(pk__in=authors).values_list("pk", "username"))
    links = Post.tags.through.objects.filter(post__in=pks).order_by("tag_id")
    tags = defaultdict(list)
    for pk, name in links.values_list("post_id", "tag__name"):
        tags[pk].append(name)
    approved = Comment.objects.filter(post__in=pks, is_approved=True)
    counts = dict(approved.values_list("post_id").annotate(number=Count("pk")))
    return [[title, names[author], tags[pk], counts.get(pk, 0)] for pk, title, author in posts]


def thread(post_id, parent=None):
    authors = User.objects.filter(comments__post=post_id).distinct()
    comments = list(Comment.objects.filter(post=post_id, is_approved=True).order_by("pk"))
    names = dict(authors.values_list("pk", "username"))
    replies = defaultdict(list)
    for said in comments:
        replies[said.parent_id].append(
            {
                "author": names[said.author_id],
                "body": said.body,
                "replies": replies[said.pk],
            }
        )
    return replies[parent.pk if isinstance(parent, Comment) else parent]


def leaderboard(contest_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = scored.values("user_id").annotate(best=Max("score")).order_by("-best", "user_id")
    first = list(best[:10])
    people = User.objects.in_bulk([row["user_id"] for row in first])
    return [(people[row["user_id"]].username, row["best"]) for row in first]


def tagged(names):
    posts = published().filter(tags__name__in=names).values_list("pk", "title")
    return list(dict(posts[:40]).values())[:20]


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
    size = 1000
    attempts = (
        Attempt.objects.filter(contest=contest_id)
        .order_by("pk")
        .values_list("pk", "user__username", "contest__title", "score")
    )
    rows = list(attempts[:size])
    while rows:
        for _, name, title, score in rows:
            yield f"{name};{title};{score}\n"
        if len(rows) < size:
            break
        rows = list(attempts.filter(pk__gt=rows[-1][0])[:size])


def like(post_id, user_id):
    try:
        with transaction.atomic():
            Like.objects.create(post_id=post_id, user_id=user_id, created_at=timezone.now())
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    except IntegrityError:
        if not Like.objects.filter(post_id=post_id, user_id=user_id).exists():
            raise
        return False
    return True
