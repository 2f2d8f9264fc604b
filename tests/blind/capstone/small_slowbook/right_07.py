"""ORM for the pages, the database's own cursor for the export, one upsert for the like."""

from django.db import connection, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def feed():
    posts = (
        published()
        .defer("body")
        .select_related("author")
        .annotate(approved=Count("comments", filter=Q(comments__is_approved=True)))
        .prefetch_related(Prefetch("tags", queryset=Tag.objects.order_by("pk")))
    )
    return [
        [post.title, post.author.username, [tag.name for tag in post.tags.all()], post.approved]
        for post in posts[:20]
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
    wanted = Tag.objects.filter(posts=OuterRef("pk"), name__in=names)
    return list(published().filter(Exists(wanted)).values_list("title", flat=True)[:20])


def number_of(model):
    counts = model.objects.filter(author=OuterRef("pk")).order_by().values("author")
    return Coalesce(Subquery(counts.annotate(number=Count("pk")).values("number")), 0)


def api(request):
    people = User.objects.filter(is_active=True).order_by("pk")
    people = people.annotate(wrote=number_of(Post), said=number_of(Comment))
    rows = [list(row) for row in people.values_list("username", "wrote", "said")[:20]]
    return JsonResponse({"people": rows})


EXPORT = """
    SELECT person.username, contest.title, attempt.score
      FROM contests_attempt attempt
      JOIN accounts_user person ON person.id = attempt.user_id
      JOIN contests_contest contest ON contest.id = attempt.contest_id
     WHERE attempt.contest_id = %s
     ORDER BY attempt.id
"""


def export(contest_id):
    with connection.chunked_cursor() as cursor:
        cursor.execute(EXPORT, [contest_id])
        while rows := cursor.fetchmany(500):
            for name, title, score in rows:
                yield f"{name};{title};{score}\n"


LIKE = """
    INSERT INTO discuss_like (post_id, user_id, created_at) VALUES (%s, %s, %s)
    ON CONFLICT (post_id, user_id) DO NOTHING
"""


def like(post_id, user_id):
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LIKE, [post_id, user_id, now])
        is_new = cursor.rowcount == 1
        if is_new:
            Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
