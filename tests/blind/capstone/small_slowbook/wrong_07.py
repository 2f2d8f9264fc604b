"""Wrong (rows): leaderboard() sorts and cuts in Python.

It fetches one row for each person: too many from 21 people on.
"""

from collections import defaultdict

from django.db import connection, transaction
from django.db.models import Count, F, Max, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce
from django.http import JsonResponse
from django.utils import timezone

from arena.contests.models import Attempt
from arena.discuss.models import Comment, Post, Tag


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
    best = (
        Attempt.objects.filter(contest=contest_id, score__isnull=False)
        .values_list("user_id", "user__username")
        .annotate(best=Max("score"))
    )
    first = sorted(best, key=lambda row: (-row[2], row[0]))[:10]
    return [(name, score) for _, name, score in first]


def tagged(names):
    posts = published().filter(tags__name__in=names).distinct()
    return list(posts.values_list("title", flat=True)[:20])


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


def export(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id).order_by("pk")
    for one in attempts.select_related("user", "contest").iterator(chunk_size=1000):
        yield f"{one.user.username};{one.contest.title};{one.score}\n"


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
