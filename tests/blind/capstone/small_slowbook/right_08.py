"""Recursive SQL for the thread, the ORM for the rest; compare and set for the like."""

from collections import Counter, defaultdict

from django.db import connection
from django.db.models import Count, Max, Prefetch
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


THREAD = """
    WITH RECURSIVE tree AS (
        SELECT said.id, said.parent_id, said.author_id, said.body
          FROM discuss_comment said
         WHERE said.post_id = %s AND said.is_approved AND said.parent_id {root}
        UNION ALL
        SELECT reply.id, reply.parent_id, reply.author_id, reply.body
          FROM discuss_comment reply
          JOIN tree ON reply.parent_id = tree.id
         WHERE reply.post_id = %s AND reply.is_approved
    )
    SELECT tree.id, tree.parent_id, person.username, tree.body
      FROM tree
      JOIN accounts_user person ON person.id = tree.author_id
     ORDER BY tree.id
"""


def thread(post_id, parent=None):
    top = getattr(parent, "pk", parent)
    if top is None:
        sql, params = THREAD.format(root="IS NULL"), [post_id, post_id]
    else:
        sql, params = THREAD.format(root="= %s"), [post_id, top, post_id]
    replies = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        for pk, above, name, body in cursor.fetchall():
            replies[above].append({"author": name, "body": body, "replies": replies[pk]})
    return replies[top]


def leaderboard(contest_id):
    scored = Attempt.objects.filter(contest=contest_id, score__isnull=False)
    best = scored.values("user_id").annotate(best=Max("score")).order_by("-best", "user_id")
    first = list(best[:10])
    people = User.objects.in_bulk([row["user_id"] for row in first])
    return [(people[row["user_id"]].username, row["best"]) for row in first]


def tagged(names):
    posts = published().filter(tags__name__in=names).distinct()
    return list(posts.values_list("title", flat=True)[:20])


def api(request):
    people = User.objects.filter(is_active=True).order_by("pk").annotate(wrote=Count("posts"))
    people = list(people[:20])
    said = Counter(
        dict(
            Comment.objects.filter(author__in=[one.pk for one in people])
            .values_list("author_id")
            .annotate(number=Count("pk"))
        )
    )
    rows = [[one.username, one.wrote, said[one.pk]] for one in people]
    return JsonResponse({"people": rows})


def export(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id).order_by("pk")
    for one in attempts.select_related("user", "contest").iterator(chunk_size=1000):
        yield f"{one.user.username};{one.contest.title};{one.score}\n"


def like(post_id, user_id):
    new = {"created_at": timezone.now()}
    _, is_new = Like.objects.get_or_create(post_id=post_id, user_id=user_id, defaults=new)
    while is_new:
        seen = Post.objects.values_list("kept_likes", flat=True).get(pk=post_id)
        unchanged = Post.objects.filter(pk=post_id, kept_likes=seen)
        if unchanged.update(kept_likes=seen + 1):
            break
    return is_new
