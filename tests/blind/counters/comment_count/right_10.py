"""RIGHT: posts are loaded under sorted row locks, changed in Python, and written with bulk_update()."""

from django.db import connection, transaction
from django.db.models import Q

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once: nothing."""


def queue(alone=False):
    with connection.cursor() as cursor:
        if alone:
            cursor.execute("SELECT pg_advisory_xact_lock(7001210)")
        else:
            cursor.execute("SELECT pg_advisory_xact_lock_shared(7001210)")


def load(post_pks):
    posts = Post.objects.filter(pk__in=set(post_pks)).only("kept_comments")
    return {post.pk: post for post in posts.order_by("pk").select_for_update(no_key=True)}


def store(posts):
    Post.objects.bulk_update(posts.values(), ["kept_comments"])


def count(posts, post_pks, step):
    for pk in post_pks:
        if pk in posts:
            posts[pk].kept_comments += step


def post_of(comment):
    return comment.post.pk if comment.post_id is None else comment.post_id


@transaction.atomic
def say(comment):
    """Save a new comment."""
    queue()
    posts = load([post_of(comment)])
    comment.save(force_insert=True)
    if comment.is_approved:
        count(posts, [comment.post_id], 1)
        store(posts)


@transaction.atomic
def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    comments = list(comments)
    queue()
    posts = load(map(post_of, comments))
    Comment.objects.bulk_create(comments)
    count(posts, [comment.post_id for comment in comments if comment.is_approved], 1)
    store(posts)


@transaction.atomic
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    named = Comment.objects.filter(pk__in=list(pks))
    queue()
    posts = load(named.values_list("post_id", flat=True))
    changing = list(named.filter(post__in=list(posts)).exclude(is_approved=is_approved))
    for comment in changing:
        comment.is_approved = is_approved
    Comment.objects.bulk_update(changing, ["is_approved"])
    count(posts, [comment.post_id for comment in changing], 1 if is_approved else -1)
    store(posts)


@transaction.atomic
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = list(pks)
    family = Comment.objects.filter(Q(pk__in=pks) | Q(parent__in=pks))
    queue()
    posts = load(family.values_list("post_id", flat=True))
    doomed = family.filter(post__in=list(posts))
    approved = list(doomed.filter(is_approved=True).values_list("post_id", flat=True))
    doomed.delete()
    count(posts, approved, -1)
    store(posts)


@transaction.atomic
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    queue(alone=True)
    family = Comment.objects.filter(Q(author=user_pk) | Q(parent__author=user_pk))
    approved = list(family.filter(is_approved=True).values_list("post_id", flat=True))
    User.objects.filter(pk=user_pk).delete()
    posts = load(approved)  # Those that were not the person's own.
    count(posts, approved, -1)
    store(posts)
