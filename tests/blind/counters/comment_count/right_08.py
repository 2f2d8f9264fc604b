"""RIGHT: advisory locks, one for each post in the order of lock keys; GROUP BY counts the rest anew."""

from django.db import connection, transaction
from django.db.models import Case, Count, IntegerField, Q, Value, When

from arena.accounts.models import User
from arena.discuss.models import Comment, Post


def install():
    """Prepare what has to be prepared, once: nothing."""


class Turn:
    """A transaction with locks that end with it."""

    def __init__(self, alone=False):
        self.alone = alone
        self.atomic = transaction.atomic()

    def __enter__(self):
        self.atomic.__enter__()
        try:
            share = "" if self.alone else "_shared"
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT pg_advisory_xact_lock{share}(hashtextextended('all posts', 0))"
                )
        except BaseException as error:
            self.atomic.__exit__(type(error), error, error.__traceback__)
            raise
        return self

    def __exit__(self, *error):
        return self.atomic.__exit__(*error)

    def take(self, post_pks):
        with connection.cursor() as cursor:
            # The keys are sorted before the first lock is taken (OFFSET 0 keeps the subquery).
            cursor.execute(
                """
                SELECT pg_advisory_xact_lock(sorted.lock_key) FROM (
                    SELECT DISTINCT hashtextextended('post ' || pk, 0) AS lock_key
                    FROM unnest(%s::bigint[]) AS pk ORDER BY lock_key OFFSET 0
                ) AS sorted
                """,
                [list(post_pks)],
            )


def count_again(post_pks):
    numbers = dict.fromkeys(post_pks, 0)
    approved = Comment.objects.filter(post__in=list(numbers), is_approved=True).order_by()
    numbers.update(approved.values_list("post_id").annotate(Count("pk")))
    if numbers:
        cases = [When(pk=pk, then=Value(number)) for pk, number in numbers.items()]
        Post.objects.filter(pk__in=list(numbers)).update(
            kept_comments=Case(*cases, output_field=IntegerField())
        )


def post_of(comment):
    return comment.post.pk if comment.post_id is None else comment.post_id


def say(comment):
    """Save a new comment."""
    with Turn() as turn:
        turn.take([post_of(comment)])
        comment.save()
        count_again([comment.post_id])


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    comments = list(comments)
    posts = {post_of(comment) for comment in comments}
    with Turn() as turn:
        turn.take(posts)
        Comment.objects.bulk_create(comments)
        count_again(posts)


def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    named = Comment.objects.filter(pk__in=list(pks))
    with Turn() as turn:
        posts = set(named.values_list("post_id", flat=True))
        turn.take(posts)
        named.filter(post__in=posts).update(is_approved=is_approved)
        count_again(posts)


def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    pks = list(pks)
    with Turn() as turn:
        family = Comment.objects.filter(Q(pk__in=pks) | Q(parent__in=pks))
        posts = set(family.values_list("post_id", flat=True))
        turn.take(posts)
        Comment.objects.filter(pk__in=pks, post__in=posts).delete()
        count_again(posts)


def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    with Turn(alone=True):
        family = Comment.objects.filter(Q(author=user_pk) | Q(parent__author=user_pk))
        posts = set(family.values_list("post_id", flat=True))
        User.objects.filter(pk=user_pk).delete()
        count_again(posts)
