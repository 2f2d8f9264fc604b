"""Several small queries per page, put together in Python; the export reads 500 rows at a time, each time after the last key."""

from collections import Counter, defaultdict

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post

BATCH = 500


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def counts(queryset, field, keys):
    rows = queryset.filter(**{f"{field}__in": keys}).order_by().values_list(field)
    return Counter(dict(rows.annotate(Count("pk"))))


def feed():
    posts = list(published().values_list("pk", "title", "author__username")[:20])
    keys = [key for key, _, _ in posts]
    tags = defaultdict(list)
    links = Post.tags.through.objects.filter(post__in=keys).order_by("tag_id")
    for key, name in links.values_list("post_id", "tag__name"):
        tags[key].append(name)
    comments = counts(Comment.objects.filter(is_approved=True), "post", keys)
    return [[title, username, tags[key], comments[key]] for key, title, username in posts]


class Thread:
    def __init__(self, post_id):
        self.by_parent = defaultdict(list)
        comments = Comment.objects.filter(post=post_id, is_approved=True).order_by("pk")
        for said in comments.values("pk", "parent_id", "author__username", "body"):
            self.by_parent[said["parent_id"]].append(said)

    def below(self, root):
        """Go down level by level: a thread may be deeper than Python's stack."""
        top = []
        todo = [(root, top)]
        while todo:
            key, replies = todo.pop()
            for said in self.by_parent[key]:
                node = {"author": said["author__username"], "body": said["body"], "replies": []}
                replies.append(node)
                todo.append((said["pk"], node["replies"]))
        return top


def thread(post_id, parent=None):
    return Thread(post_id).below(parent and getattr(parent, "pk", parent))


def leaderboard(contest_id):
    finished = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = finished.values("user_id").annotate(best=Max("score")).order_by("-best", "user_id")[:10]
    first = [(row["user_id"], row["best"]) for row in best]
    names = dict(User.objects.filter(pk__in=[key for key, _ in first]).values_list("pk", "username"))
    return [(names[key], score) for key, score in first]


def tagged(names):
    posts = published().filter(tags__name__in=names).values("pk", "title", "published_at").distinct()
    return [post["title"] for post in posts[:20]]


def api(request):
    people = list(User.objects.filter(is_active=True).order_by("pk").values_list("pk", "username")[:20])
    keys = [key for key, _ in people]
    posts = counts(Post.objects.all(), "author", keys)
    comments = counts(Comment.objects.all(), "author", keys)
    return JsonResponse({"people": [[name, posts[key], comments[key]] for key, name in people]})


def export(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id).order_by("pk")
    rows = attempts.values_list("pk", "user__username", "contest__title", "score")
    last = None
    while True:
        batch = list((rows if last is None else rows.filter(pk__gt=last))[:BATCH])
        for _, username, title, score in batch:
            yield f"{username};{title};{score}\n"
        if len(batch) < BATCH:
            return
        last = batch[-1][0]


def like(post_id, user_id):
    with transaction.atomic():
        if Like.objects.filter(post=post_id, user=user_id).exists():
            return False
        try:
            with transaction.atomic():
                Like.objects.create(post_id=post_id, user_id=user_id, created_at=timezone.now())
        except IntegrityError:
            if Like.objects.filter(post=post_id, user=user_id).exists():
                return False
            raise
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
        return True
