"""Subqueries and keyset pages; the unique constraint decides whether a like is new."""

from collections import defaultdict

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, F, Max, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post, Tag


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def feed():
    approved = (
        Comment.objects.filter(post=OuterRef("pk"), is_approved=True)
        .order_by()
        .values("post")
        .annotate(number=Count("pk"))
        .values("number")
    )
    posts = (
        published()
        .only("title", "author__username")
        .select_related("author")
        .annotate(approved=Coalesce(Subquery(approved), 0))
        .prefetch_related(
            Prefetch("tags", queryset=Tag.objects.order_by("pk"), to_attr="tags_in_order")
        )
    )
    rows = []
    for post in posts[:20]:
        tags = [tag.name for tag in post.tags_in_order]
        rows.append([post.title, post.author.username, tags, post.approved])
    return rows


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
    best = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values_list("user__username")
        .annotate(best=Max("score"))
        .order_by("-best", "user_id")
    )
    return list(best[:10])


def tagged(names):
    posts = published().filter(tags__in=Tag.objects.filter(name__in=names)).distinct()
    return [post.title for post in posts.only("title")[:20]]


PEOPLE = """
    SELECT person.username,
           (SELECT COUNT(*) FROM discuss_post post WHERE post.author_id = person.id),
           (SELECT COUNT(*) FROM discuss_comment said WHERE said.author_id = person.id)
      FROM accounts_user person
     WHERE person.is_active
     ORDER BY person.id
     LIMIT 20
"""


def api(request):
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE)
        rows = [list(row) for row in cursor.fetchall()]
    return JsonResponse({"people": rows})


EXPORT = """
    SELECT attempt.id, person.username, contest.title, attempt.score
      FROM contests_attempt attempt
      JOIN accounts_user person ON person.id = attempt.user_id
      JOIN contests_contest contest ON contest.id = attempt.contest_id
     WHERE attempt.contest_id = %s AND attempt.id > %s
     ORDER BY attempt.id
     LIMIT 500
"""


def export(contest_id):
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(EXPORT, [contest_id, last])
            rows = cursor.fetchall()
        for last, name, title, score in rows:
            yield f"{name};{title};{score}\n"
        if len(rows) < 500:
            return


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
