"""A trigger for each row: it locks the posts in the order of the comments.

Two imports that name the same posts in opposite order wait for each other. PostgreSQL ends one of
them with an error: deadlock detected.

Breaks: no error
Fails: orders
"""

from django.db import connection, transaction

from arena.accounts.models import User
from arena.discuss.models import Comment, Post

TRIGGER = """
    CREATE FUNCTION count_comments() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' AND OLD.is_approved THEN
            UPDATE discuss_post SET kept_comments = kept_comments - 1 WHERE id = OLD.post_id;
        END IF;
        IF TG_OP <> 'DELETE' AND NEW.is_approved THEN
            UPDATE discuss_post SET kept_comments = kept_comments + 1 WHERE id = NEW.post_id;
        END IF;
        RETURN NULL;
    END $$;
    CREATE TRIGGER count_comments
    AFTER INSERT OR DELETE OR UPDATE OF post_id, is_approved ON discuss_comment
    FOR EACH ROW EXECUTE FUNCTION count_comments();
"""


def install():
    """Prepare what has to be prepared, once."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGER)


def say(comment):
    """Save a new comment."""
    comment.save()


def say_many(comments):
    """Save a list of new comments, on whatever posts."""
    Comment.objects.bulk_create(comments)


@transaction.atomic
def judge(pks, is_approved):
    """Approve the comments with these keys, or hide them; some may be so already, or be gone."""
    lock_posts_of(pks)
    Comment.objects.filter(pk__in=pks).update(is_approved=is_approved)


@transaction.atomic
def take_back(pks):
    """Delete the comments with these keys, with the replies to them; some may be gone."""
    lock_posts_of(pks)
    Comment.objects.filter(pk__in=pks).delete()


@transaction.atomic
def forget(user_pk):
    """Delete a person with everything that is theirs, and the replies to it."""
    # They may be writing on any post at this moment. It happens rarely: everybody can wait.
    lock_table("SHARE ROW EXCLUSIVE")
    User.objects.filter(pk=user_pk).delete()


def lock_posts_of(pks):
    """Lock the posts of these comments, as the trigger does for a reply to one of them.

    So the reply is there before they are looked up, or comes when they are gone.
    """
    lock_table("ROW EXCLUSIVE")
    posts = Post.objects.filter(pk__in=Comment.objects.filter(pk__in=pks).values("post"))
    list(posts.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def lock_table(mode):
    """Take a lock on the whole table, before any on a row: otherwise two could wait in a circle.

    Every statement that writes takes ROW EXCLUSIVE by itself. These do not wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE discuss_comment IN {mode} MODE")
