"""RIGHT: row locks only, always people, then posts, each by key (FOR KEY SHARE, FOR NO KEY UPDATE)."""

from django.db import connection, transaction
from django.db.models import Q

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

COMMENT, POST, USER = (model._meta.db_table for model in (Comment, Post, User))


def install():
    """Prepare what has to be prepared, once: nothing."""


def ask(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [pk for (pk,) in cursor.fetchall()]


def lock(table, pks, strength):
    return ask(
        f"SELECT id FROM {table} WHERE id = ANY(%s::bigint[]) ORDER BY id FOR {strength}",
        list(set(pks)),
    )


def count_again(post_pks):
    # A statement after the lock: it sees what those wrote who had the lock before.
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE {POST} AS post
            SET kept_comments = (
                SELECT count(*) FROM {COMMENT} AS c WHERE c.post_id = post.id AND c.is_approved
            )
            WHERE post.id = ANY(%s::bigint[])
            """,
            [list(set(post_pks))],
        )


def write(comments, save):
    # Whoever is being forgotten is waited for here, while no post is held.
    authors = {c.author.pk if c.author_id is None else c.author_id for c in comments}
    posts = {c.post.pk if c.post_id is None else c.post_id for c in comments}
    with transaction.atomic():
        lock(USER, authors, "KEY SHARE")
        lock(POST, posts, "NO KEY UPDATE")
        save()
        count_again(posts)


def say(comment):
    """Save a new comment."""
    write([comment], comment.save)


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    comments = list(comments)
    write(comments, lambda: Comment.objects.bulk_create(comments))


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    named = Comment.objects.filter(pk__in=list(pks))
    with transaction.atomic():
        posts = lock(POST, named.values_list("post_id", flat=True), "NO KEY UPDATE")
        named.filter(post__in=posts).update(is_approved=is_approved)
        count_again(posts)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = list(pks)
    named = Comment.objects.filter(Q(pk__in=pks) | Q(parent__in=pks))
    with transaction.atomic():
        posts = lock(POST, named.values_list("post_id", flat=True), "NO KEY UPDATE")
        named.filter(post__in=posts).delete()
        count_again(posts)


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with transaction.atomic():
        # Two people who are forgotten can have liked each other's posts.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7001207)")
        lock(USER, [user_pk], "UPDATE")
        touched = ask(
            f"""
            SELECT id FROM {POST} WHERE author_id = %s OR editor_id = %s
            UNION SELECT post_id FROM {COMMENT} WHERE author_id = %s OR parent_id IN (
                SELECT id FROM {COMMENT} WHERE author_id = %s
            )
            """,
            *[user_pk] * 4,
        )
        posts = lock(POST, touched, "UPDATE")
        User.objects.filter(pk=user_pk).delete()
        count_again(posts)
