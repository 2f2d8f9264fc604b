"""Wrong (stream): export() is a generator, but iterates over the queryset itself.

The queryset fetches all attempts before the first line: too many from 2,501 on.
"""

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post, Tag


def published():
    return Post.objects.filter(published_at__isnull=False).order_by("-published_at", "-pk")


def tags_of(pks):
    tags = {pk: [] for pk in pks}
    links = Post.tags.through.objects.filter(post__in=pks).select_related("tag")
    for link in links.order_by("tag_id"):
        tags[link.post_id].append(link.tag.name)
    return tags


def feed():
    posts = published().values("pk", "title", "author__username").annotate(
        said=Count("comments", filter=Q(comments__is_approved=True))
    )
    posts = list(posts[:20])
    tags = tags_of([post["pk"] for post in posts])
    return [
        [post["title"], post["author__username"], tags[post["pk"]], post["said"]]
        for post in posts
    ]


def thread(post_id, parent=None):
    rows = Comment.objects.filter(post=post_id, is_approved=True).order_by("pk")
    below = {}
    for pk, above, name, body in rows.values_list("pk", "parent_id", "author__username", "body"):
        below.setdefault(above, []).append((pk, name, body))

    def build(above):
        return [
            {"author": name, "body": body, "replies": build(pk)}
            for pk, name, body in below.get(above, [])
        ]

    return build(getattr(parent, "pk", parent))


LEADERBOARD = """
    SELECT person.username, MAX(attempt.score) AS best
      FROM contests_attempt attempt
      JOIN accounts_user person ON person.id = attempt.user_id
     WHERE attempt.contest_id = %s AND attempt.score IS NOT NULL
     GROUP BY person.id, person.username
     ORDER BY best DESC, person.id
     LIMIT 10
"""


def leaderboard(contest_id):
    with connection.cursor() as cursor:
        cursor.execute(LEADERBOARD, [contest_id])
        return [(name, best) for name, best in cursor.fetchall()]


def tagged(names):
    posts = published().filter(tags__in=Tag.objects.filter(name__in=names)).distinct()
    return [post.title for post in posts.only("title")[:20]]


def number_of(model):
    counts = model.objects.filter(author=OuterRef("pk")).order_by().values("author")
    return Coalesce(Subquery(counts.annotate(number=Count("pk")).values("number")), 0)


def api(request):
    people = User.objects.filter(is_active=True).order_by("pk")
    people = people.annotate(wrote=number_of(Post), said=number_of(Comment))
    rows = [list(row) for row in people.values_list("username", "wrote", "said")[:20]]
    return JsonResponse({"people": rows})


def export(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id).order_by("pk")
    for one in attempts.select_related("user", "contest"):
        yield f"{one.user.username};{one.contest.title};{one.score}\n"


def like(post_id, user_id):
    new = {"created_at": timezone.now()}
    _, is_new = Like.objects.get_or_create(post_id=post_id, user_id=user_id, defaults=new)
    if is_new:
        post = Post.objects.only("kept_likes").get(pk=post_id)
        post.kept_likes = F("kept_likes") + 1
        post.save(update_fields=["kept_likes"])
    return is_new
