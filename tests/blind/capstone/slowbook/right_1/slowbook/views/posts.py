"""Posts: lists, one post, and what visitors do with it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import connection, transaction
from django.db.models import Count, F
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from slowbook import markup
from slowbook.lists import count, page_of_cards
from slowbook.models import Attempt, Comment, Like, Mail, Notice, Post, Tag

LIKE = """
INSERT INTO slowbook_like (person_id, post_id, created) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
"""
PER_PAGE = 15
ORDERS = {"new": ("-created", "-id"), "hot": ("-hot", "-id")}


def front(request):
    """Show all posts, the newest or the most discussed ones first."""
    order = request.GET.get("order")
    order = order if order in ORDERS else "new"
    posts = Post.objects.order_by(*ORDERS[order]).only("id")
    page = Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))
    total = page.paginator.count
    page = page_of_cards(page, request.user)
    return render(request, "front.html", {"page": page, "order": order, "total": total})


def tag(request, slug):
    """Show the posts with a tag."""
    found = get_object_or_404(Tag, slug=slug)
    posts = found.posts.order_by("-created", "-id").only("id")
    page = Paginator(posts, PER_PAGE).get_page(request.GET.get("page"))
    total = page.paginator.count
    page = page_of_cards(page, request.user)
    return render(request, "tag.html", {"tag": found, "page": page, "total": total})


def post(request, key):
    """Show a post with the thread under it."""
    posts = Post.objects.select_related("author", "contest")
    posts = posts.annotate(like_count=count(Like), attempt_count=count(Attempt))
    found = get_object_or_404(posts, id=key)
    user = request.user
    comments = list(
        Comment.objects.filter(post=found)
        .order_by("created", "id")
        .select_related("author")
        .only("text", "created", "parent", "author__username", "author__country")
    )
    markup.prepare([found, *comments])
    found.is_liked = False
    moderates = False
    if user.is_authenticated:
        found.is_liked = Like.objects.filter(person=user, post=found).exists()
        moderates = found.contest.moderators.filter(id=user.id).exists()
    by_id = {it.id: it for it in comments}
    for it in comments:
        it.may_edit = user.is_authenticated and (moderates or it.author_id == user.id)
        if it.parent_id:
            it.answered = by_id[it.parent_id].author.username
    best = found.attempts.order_by("-score", "seconds", "id").select_related("person")
    context = {
        "post": found,
        "thread": thread(comments),
        "similar": lambda: similar(found),
        "best": best.only("score", "seconds", "person__username")[:5],
    }
    return render(request, "post.html", context)


def thread(comments):
    """Return comments and their replies, each with its depth."""
    replies = {}
    for comment in comments:
        replies.setdefault(comment.parent_id, []).append(comment)
    rows = []
    waiting = [(comment, 0) for comment in reversed(replies.get(None, ()))]
    while waiting:
        comment, depth = waiting.pop()
        rows.append({"comment": comment, "depth": depth})
        waiting += [(reply, depth + 1) for reply in reversed(replies.get(comment.id, ()))]
    return rows


def similar(found):
    """Return the five posts of the contest that share the most tags."""
    others = Post.objects.filter(contest=found.contest_id).exclude(id=found.id)
    others = others.filter(tags__in=found.tags.all()).annotate(shared=Count("tags"))
    others = list(others.order_by("-shared", "-id").values("id", "title")[:5])
    keys = [it["id"] for it in others]
    likes = Like.objects.filter(post__in=keys).order_by().values("post").annotate(n=Count("id"))
    likes = dict(likes.values_list("post", "n"))
    return [
        {**it, "contest": found.contest, "like_count": likes.get(it["id"], 0)} for it in others
    ]


@login_required
@require_POST
@transaction.atomic
def like(request, key):
    """Like a post. A second like of the same person changes nothing."""
    found = get_object_or_404(Post.objects.only("id"), id=key)
    with connection.cursor() as cursor:
        cursor.execute(LIKE, [request.user.id, found.id, timezone.now()])
        if cursor.rowcount:
            warm_up(found.id, 3)
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
        parent = get_object_or_404(Comment.objects.only("id"), id=parent, post=found)
    new = Comment.objects.create(
        post=found, author=request.user, parent=parent or None, text=text, created=timezone.now()
    )
    Notice.objects.create(person=found.author, comment=new)
    write_mails(found, new)
    # The row of the post is locked last, so that others wait for the shortest time.
    warm_up(found.id, 1)
    return redirect(f"/posts/{key}/")


@login_required
@require_POST
@transaction.atomic
def attempt(request, key):
    """Store an answer. The command `send_mails` compares it with earlier ones."""
    found = get_object_or_404(Post.objects.only("id"), id=key)
    answer = request.POST.get("answer", "").replace("\0", "").strip()
    if not answer or len(answer) > 2000:
        return HttpResponseBadRequest("An answer has 1 to 2000 characters.")
    Attempt.objects.create(
        post=found,
        person=request.user,
        answer=answer,
        score=score(answer),
        seconds=len(answer),
        created=timezone.now(),
    )
    return redirect(f"/posts/{key}/")


def score(answer):
    """Return the points for an answer: one for each different word, at most 100."""
    return min(100, len(set(answer.lower().split())))


def write_mails(found, new):
    """Write to those who follow the writer of a comment. A command sends the mails."""
    people = list(new.author.followers.only("username"))
    if not people:
        return
    context = {
        "comment": new,
        "post": found,
        "excerpt": mark_safe(markup.excerpt(markup.render(new.text))),
        "comments": found.comments.count(),
        "likes": found.likes.count(),
    }
    subject = f"New comment: {found.title}"
    Mail.objects.bulk_create(
        Mail(
            person=person,
            subject=subject,
            body=render_to_string("mail.txt", {**context, "person": person}),
        )
        for person in people
    )


def warm_up(key, more):
    """Change how much a post is talked about."""
    Post.objects.filter(id=key).update(hot=F("hot") + more)
