"""Defensive: it looks for post, author and parent itself, under one lock, and then joins a fresh count to the posts in SQL."""

from django.db import DEFAULT_DB_ALIAS, IntegrityError, connections, transaction
from django.db.models import Q

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

RECOUNT = """
    UPDATE discuss_post
    SET kept_comments = counted.number
    FROM (
        SELECT post.id, count(comment.id) AS number
        FROM discuss_post AS post
        LEFT JOIN discuss_comment AS comment ON comment.post_id = post.id AND comment.is_approved
        WHERE post.id = ANY(%s::bigint[])
        GROUP BY post.id
    ) AS counted
    WHERE discuss_post.id = counted.id
"""


def install():
    """Prepare what has to be prepared, once: nothing, the lock needs neither a table nor a row."""


def _execute(statement, params=()):
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(statement, params)


def _lock():
    """Wait for all other changes of comments. PostgreSQL frees the lock when the transaction ends."""
    _execute("SELECT pg_advisory_xact_lock(%s::bigint)", [0x636F6D6D656E74])


def _recount(posts):
    _execute(RECOUNT, [sorted(posts)])


def _require(model, keys, what):
    keys = {key for key in keys if key is not None}
    missing = keys.difference(model.objects.filter(pk__in=keys).values_list("pk", flat=True))
    if missing:
        raise IntegrityError(f"The {what} of a comment is gone: {sorted(missing)}")


def _insert(comments):
    with transaction.atomic():
        _lock()
        _require(Post, (comment.post_id for comment in comments), "post")
        _require(User, (comment.author_id for comment in comments), "author")
        Comment.objects.bulk_create(comments)
        # After the insert: a parent may be in the same list, with a key that was chosen before.
        _require(Comment, (comment.parent_id for comment in comments), "parent")
        _recount({comment.post_id for comment in comments})


def say(comment):
    """Save a new comment."""
    _insert([comment])


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    _insert(list(comments))


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    pks = set(pks)
    with transaction.atomic():
        _lock()
        changing = Comment.objects.filter(pk__in=pks).exclude(is_approved=is_approved)
        posts = dict(changing.values_list("pk", "post_id"))
        if posts:
            Comment.objects.filter(pk__in=list(posts)).update(is_approved=is_approved)
            _recount(set(posts.values()))


def _remove(condition):
    """Delete comments and the replies to them, and recount. The caller has the lock."""
    found = dict(Comment.objects.filter(condition).values_list("pk", "post_id"))
    found.update(Comment.objects.filter(parent__in=list(found)).values_list("pk", "post_id"))
    Comment.objects.filter(pk__in=list(found)).delete()
    _recount(set(found.values()))


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = set(pks)
    with transaction.atomic():
        _lock()
        _remove(Q(pk__in=pks))


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with transaction.atomic():
        _lock()
        _remove(Q(author_id=user_pk) | Q(post__author_id=user_pk))
        User.objects.filter(pk=user_pk).delete()
