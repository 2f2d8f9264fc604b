"""Posts: lists, one post, and what visitors do with it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, F
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from slowbook import markup
from slowbook.cards import cards, names_of
from slowbook.models import Attempt, Comment, Like, Mail, Notice, Person, Post, Tag
from slowbook.moment import changed
from slowbook.pages import shared
from slowbook.ranking import count_attempt

PER_PAGE = 15
ORDERS = {"new": ("-created", "-id"), "hot": ("-hot", "-id")}


def front(request):
    """Show all posts, the newest or the most discussed ones first."""
    return shared(request, "front.html", lambda: all_posts(request))


def all_posts(request):
    """Return what the front page shows."""
    order = request.GET.get("order")
    order = order if order in ORDERS else "new"
    posts = Post.objects.order_by(*ORDERS[order])
    page = Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = cards(page.object_list)
    depends = names_of(page) + (["likes", "comments"] if order == "hot" else [])
    return {"page": page, "order": order, "total": page.paginator.count}, depends


def tag(request, slug):
    """Show the posts with a tag."""
    return shared(request, "tag.html", lambda: tagged(request, slug))


def tagged(request, slug):
    """Return what the page of a tag shows."""
    found = get_object_or_404(Tag, slug=slug)
    posts = found.posts.order_by("-created", "-id")
    page = Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = cards(page.object_list)
    return {"tag": found, "page": page, "total": page.paginator.count}, names_of(page)


def post(request, key):
    """Show a post with the thread under it."""
    return shared(request, "post.html", lambda: one_post(key))


def one_post(key):
    """Return what the page of a post shows."""
    posts = Post.objects.select_related("author", "contest")
    found = get_object_or_404(posts.defer("text", "author__bio", "contest__text"), id=key)
    comments = found.comments.select_related("author").order_by("created", "id")
    comments = comments.only(
        "parent", "html", "created", "post", "author__username", "author__country"
    )
    best = found.attempts.select_related("person").order_by("-score", "seconds", "id")
    others = similar(found)
    context = {
        "post": found,
        "thread": thread(list(comments), found.contest),
        "similar": others,
        "best": best[:5],
    }
    return context, names_of([found, *others])


def thread(comments, contest):
    """Return comments and their replies, each with its depth and what the page shows of it."""
    moderators = ",".join(str(key) for key in contest.moderators.values_list("id", flat=True))
    by_id = {comment.id: comment for comment in comments}
    replies = {}
    for comment in comments:
        replies.setdefault(comment.parent_id, []).append(comment)
    rows = []
    # Those that still have to come, the next one last.
    waiting = [(comment, 0) for comment in reversed(replies.get(None, ()))]
    while waiting:
        comment, depth = waiting.pop()
        rows.append(
            {
                "comment": comment,
                "depth": depth,
                "parent": by_id.get(comment.parent_id),
                "may_edit": f"{comment.id}:{comment.author_id},{moderators}",
            }
        )
        waiting += [(reply, depth + 1) for reply in reversed(replies.get(comment.id, ()))]
    return rows


def similar(found):
    """Return the five posts of the contest that share the most tags."""
    others = found.contest.posts.exclude(id=found.id).filter(tags__in=found.tags.all())
    others = others.annotate(shared=Count("tags")).order_by("-shared", "-id")
    best = list(others.only("title", "like_count", "contest")[:5])
    for other in best:
        other.contest = found.contest
    return best


@login_required
@require_POST
@transaction.atomic
def like(request, key):
    """Like a post. A second like of the same person changes nothing."""
    found = get_object_or_404(Post, id=key)
    _, is_new = Like.objects.get_or_create(person=request.user, post=found)
    if is_new:
        one_more = {"like_count": F("like_count") + 1, "hot": F("hot") + 3}
        Post.objects.filter(id=key).update(**one_more)
        Person.objects.filter(id=found.author_id).update(like_count=F("like_count") + 1)
        changed(f"post:{key}", "likes")
    return redirect(f"/posts/{key}/")


@login_required
@require_POST
@transaction.atomic
def comment(request, key):
    """Add a comment, tell the author of the post, and write to those who follow its writer."""
    found = get_object_or_404(Post, id=key)
    text = request.POST.get("text", "").replace("\0", "").strip()
    parent = request.POST.get("parent", "")
    if not text or len(text) > 2000:
        return HttpResponseBadRequest("A comment has 1 to 2000 characters.")
    if parent.isascii() and parent.isdigit():
        parent = get_object_or_404(Comment, id=parent, post=found)
    new = Comment.objects.create(
        post=found,
        author=request.user,
        parent=parent or None,
        text=text,
        created=timezone.now(),
        html=markup.render(text),
    )
    Notice.objects.create(person_id=found.author_id, comment=new)
    # `send_mails` writes to those who follow the writer.
    Mail.objects.create(person=request.user, comment=new)
    changed(f"post:{key}", "comments")
    # Last, because the next comment waits for it.
    one_more = {"comment_count": F("comment_count") + 1, "hot": F("hot") + 1}
    Post.objects.filter(id=key).update(**one_more)
    return redirect(f"/posts/{key}/")


@login_required
@require_POST
@transaction.atomic
def attempt(request, key):
    """Store an answer. The command `find_copies` compares it with earlier ones."""
    found = get_object_or_404(Post, id=key)
    answer = request.POST.get("answer", "").replace("\0", "").strip()
    if not answer or len(answer) > 2000:
        return HttpResponseBadRequest("An answer has 1 to 2000 characters.")
    new = Attempt.objects.create(
        post=found,
        person=request.user,
        answer=answer,
        score=score(answer),
        seconds=len(answer),
        created=timezone.now(),
    )
    count_attempt(new)
    changed(f"post:{key}", f"table:{found.contest_id}", "attempts")
    return redirect(f"/posts/{key}/")


def score(answer):
    """Return the points for an answer: one for each different word, at most 100."""
    return min(100, len(set(answer.lower().split())))
