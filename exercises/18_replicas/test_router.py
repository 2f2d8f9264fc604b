"""What checks router.py, with a primary and a replica of the check's own."""

from contextlib import nullcontext
from itertools import product
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import DatabaseError, connections, router, transaction
from django.db.models import Count

from arena.accounts.models import User
from arena.discuss.models import Comment, Post, Tag
from arena.worlds import TALKING
from kata.checks import Meter, expect, fail, thread_of_check
from kata.checks.replicas import NAMES, PRIMARY, REPLICA

READS = {
    "post.author": lambda post: post.author.username,
    "post.comments.all()": lambda post: list(post.comments.all()),
    "post.comments.count()": lambda post: post.comments.count(),
    "post.tags.all()": lambda post: list(post.tags.all()),
    "post.refresh_from_db()": lambda post: post.refresh_from_db(),
    "Post.objects.get()": lambda post: Post.objects.get(pk=post.pk),
    "count()": lambda post: Comment.objects.filter(post=post.pk).count(),
    "exists()": lambda post: Comment.objects.filter(post=post.pk).exists(),
    "aggregate()": lambda post: Post.objects.aggregate(Count("comments")),
    "values_list()": lambda post: list(User.objects.values_list("username")),
    "iterator()": lambda post: list(Tag.objects.iterator()),
    "raw()": lambda post: list(Post.objects.raw("SELECT id, title FROM discuss_post")),
    "prefetch_related()": lambda post: list(Post.objects.prefetch_related("comments__author")),
}
WRITES = {
    "save()": lambda post: with_title(post, "1").save(),
    "save(update_fields=...)": lambda post: with_title(post, "2").save(update_fields=["title"]),
    "update()": lambda post: Post.objects.filter(pk=post.pk).update(title="3"),
    "bulk_update()": lambda post: Post.objects.bulk_update([with_title(post, "4")], ["title"]),
    "comments.create()": lambda post: post.comments.create(**said(post)),
    "create()": lambda post: Comment.objects.create(post=post, **said(post)),
    "bulk_create()": lambda post: Comment.objects.bulk_create([Comment(post=post, **said(post))]),
    "get_or_create()": lambda post: Tag.objects.get_or_create(name="only here"),
    "update_or_create()": lambda post: Tag.objects.update_or_create(name="or here"),
    "tags.add()": lambda post: post.tags.add(Tag.objects.create(name="mine")),
    "comments.update()": lambda post: post.comments.update(body="changed"),
    "tags.clear()": lambda post: post.tags.clear(),
    "comment.delete()": lambda post: post.comments.earliest("pk").delete(),
    "delete()": lambda post: post.delete(),
}


def test_relation(site):
    """Objects from the two databases can refer to each other.

    Tries: relation.
    """
    for author_from, post_from in product(NAMES, repeat=2):
        author, tag = (model.objects.using(author_from).latest("pk") for model in (User, Tag))
        ways = {
            "to an author": lambda post, author=author: setattr(post, "author", author),
            "with tags.add() to a tag": lambda post, tag=tag: post.tags.add(tag),
            "by a new comment, which refers to an author": lambda post, author=author: Comment(
                post=post, author=author, body="Hm.", created_at=TALKING[0]
            ).save(),
        }
        for name, relate in ways.items():
            for number in (1, 2):
                post = Post.objects.using(post_from).earliest("pk")
                try:
                    with transaction.atomic() if number == 2 else Meter():
                        relate(post)
                        post.save()
                except ValueError as error:
                    says = f"A post from {NAMES[post_from]} can't refer {name} from"
                    raise fail(f"{says} {NAMES[author_from]}. {error}") from None
                except DatabaseError:
                    pass  # a write to the replica: test_writes says so


def test_reads(site):
    """Outside of a transaction everything is read from the replica.

    Tries: reads.
    """
    reads_from(REPLICA, site.post(), "outside of a transaction")
    for model in apps.get_models():
        got = NAMES.get(router.db_for_read(model))
        expect(got == NAMES[REPLICA], f"{model.__name__} is read from {got}.", "from the replica.")
    Tag.objects.create(name="a write")
    (post := site.post()).save(using=PRIMARY)
    reads_from(REPLICA, post, "outside of a transaction, after a write")
    with transaction.atomic(), transaction.atomic():
        post.save(using=PRIMARY)
    reads_from(REPLICA, post, "outside of a transaction, after one has ended")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        post.save(using=PRIMARY)
        1 / 0  # noqa: B018
    reads_from(REPLICA, post, "outside of a transaction, after one has failed")
    with transaction.atomic(using=REPLICA):
        reads_from(REPLICA, post, "in a transaction on the replica")


def test_threads(site):
    """A transaction in one thread leaves the reads of another one alone.

    Tries: reads.
    """
    errors = []

    def run():
        try:
            reads_from(REPLICA, site.post(), "while another thread is in a transaction")
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    with transaction.atomic():
        (thread := thread_of_check(run)).start()
        thread.join()
    for error in errors:
        raise error


def test_writes(site):
    """Everything is written to the primary, also an object from the replica.

    Tries: writes.
    """
    names = [(name, "") for name in WRITES]
    in_replica = ("save(update_fields=...)", ", in a transaction on the replica,")
    for name, given in [in_replica, *names]:
        before, post = content(), site.post()
        try:
            with transaction.atomic(using=REPLICA) if given else nullcontext():
                WRITES[name](post)
        except DatabaseError as error:
            says = f"{name} of an object that came from the replica{given} fails"
            raise fail(f"{says}: {' '.join(str(error).split())}.") from None
        expect(content() != before, f"{name} changes nothing on the primary.")
        site.pair.catch_up()


def test_transaction(site):
    """In a transaction everything is read from the primary.

    Tries: transaction.
    """
    site.pair.pause()
    with transaction.atomic():
        reads_from(PRIMARY, site.post(), "in a transaction that has written nothing")
        post = Post.objects.create(author_id=site.post().author_id, title="New", body="")
        post.comments.create(**said(post))
        reads_from(PRIMARY, post, "in a transaction that has written")
        with transaction.atomic():
            reads_from(PRIMARY, site.post(), "in an atomic() inside of another one")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            1 / 0  # noqa: B018
        reads_from(PRIMARY, site.post(), "in a transaction, after a savepoint was rolled back")
        lock = Post.objects.select_for_update()
        reads_from(PRIMARY, post, "in a transaction", {"select_for_update()": lambda _: list(lock)})


def test_migrate(site):
    """Only the primary is migrated.

    Tries: migrate.
    """
    for model in apps.get_models():
        label, name = model._meta.app_label, model._meta.model_name
        for hints in ({"model_name": name}, {"model_name": name, "model": model}, {"extra": 1}, {}):
            for alias in (PRIMARY, REPLICA):
                verb = "leaves out" if alias == PRIMARY else "migrates"
                says = f"`migrate` {verb} {NAMES[alias]}, for the app {label!r}."
                expect(router.allow_migrate(alias, label, **hints) is (alias == PRIMARY), says)


# What the checks above are made of.


@pytest.fixture
def site(answer, replica, world, settings):
    """Arena with the router of the answer; ``post()`` reads a post from the replica."""
    key = world.posts(3, comments=(2, 3), tags=(1, 2), likes=(1, 2))[0].pk
    replica.catch_up()
    settings.DATABASE_ROUTERS = [answer.Router()]
    return SimpleNamespace(pair=replica, post=lambda: Post.objects.using(REPLICA).get(pk=key))


def with_title(post, title):
    post.title = title
    return post


def said(post):
    return {"author_id": post.author_id, "body": "Hm.", "created_at": TALKING[0]}


def content():
    """Return what the primary has of posts, comments and tags."""
    tables = Post, Comment, Tag, Post.tags.through
    return [sorted(table.objects.using(PRIMARY).values_list(), key=str) for table in tables]


def reads_from(alias, post, given, reads=READS):
    """Fail unless every read goes to one database; each has a post of which nothing is known."""
    for name, read in reads.items():
        one = Post.objects.using(post._state.db).get(pk=post.pk)
        with Meter() as meter:
            read(one)
        got = " and ".join(sorted(NAMES.get(query.alias, query.alias) for query in meter.queries))
        is_right = {query.alias for query in meter.queries} == {alias}
        expect(is_right, f"{name} is read from {got}, {given}.", f"from {NAMES[alias]}.")
