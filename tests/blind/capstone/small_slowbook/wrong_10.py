"""Wrong (queries): export() prefetches users and contest for each 500 lines.

That is two queries for 500 lines, and one more.
"""

from collections import defaultdict

from django.db.models import Count, Exists, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import JsonResponse
from django.utils import timezone

from arena.accounts.models import User
from arena.contests.models import Attempt
from arena.discuss.models import Comment, Like, Post, Tag


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
    return [
        [title, names[author], tags[pk], counts.get(pk, 0)] for pk, title, author in posts
    ]


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


def export(contest_id):
    attempts = Attempt.objects.filter(contest=contest_id).order_by("pk")
    for one in attempts.prefetch_related("user", "contest").iterator(chunk_size=500):
        yield f"{one.user.username};{one.contest.title};{one.score}\n"


def like(post_id, user_id):
    new = {"created_at": timezone.now()}
    _, is_new = Like.objects.get_or_create(post_id=post_id, user_id=user_id, defaults=new)
    if is_new:
        Post.objects.filter(pk=post_id).update(kept_likes=F("kept_likes") + 1)
    return is_new
