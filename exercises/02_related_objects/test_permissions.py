"""What checks permissions.py."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import connection, models
from django.test import override_settings
from django.utils.functional import SimpleLazyObject

from arena.accounts.models import User
from arena.contests.models import Contest
from arena.discuss.models import Comment, Post
from kata.checks import at_most, create_table, grouped, growth, rows, same

THEN = datetime(2025, 11, 1, tzinfo=UTC)
SHOWN = 30  # reports
GONE = 7  # a key that nothing has
KINDS = (  # of visitors
    *("an author", "an inactive author", "a setter", "an inactive setter", "an editor"),
    *("a superuser", "an inactive superuser", "staff", "allowed to change posts"),
    *("in a group for comments", "in two groups", "an inactive one with permissions"),
    *("allowed something else", "allowed nothing"),
)


class Report(models.Model):
    """What a visitor reported: a post or a comment, which may be deleted since."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, db_constraint=False)
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()

    class Meta:
        """A table of the checks' own."""

        app_label = "reports"
        managed = False


@pytest.fixture(autouse=True)
def site(world):
    """A site that has permissions and no reports yet."""
    Group.objects.all().delete()
    for codename in ("change_post", "change_comment", "view_post", "delete_comment"):
        for model in (Post if "post" in codename else Comment, Contest):
            of = ContentType.objects.get_for_model(model)
            Permission.objects.get_or_create(codename=codename, content_type=of)
    if Report._meta.db_table not in models_of_database():
        create_table(Report, names=("Report", ""))
    Report.objects.all().delete()


def test_answer(answer, world):
    """The right rows for every visitor.

    Tries: rows, gone, owners, permissions, inactive, now.
    """
    visitors = crowd(world)
    for given in ("", " after the data had changed"):
        now = tables()
        for told, visitor in visitors.items():
            right(answer, visitor, given=f"for {told}{given}", now=now)
        world.shake()
        visitors = {told: fresh(visitor) for told, visitor in visitors.items()}
    Comment.objects.update(body="It was something else.")
    right(answer, visitors["a superuser"], given="after comments were edited")
    right(answer, visitors["a superuser"], given="of the newest 5 reports", limit=5)
    Report.objects.all().delete()
    right(answer, visitors["a superuser"], given="without reports")


def test_now(answer, world):
    """Sees permissions that change between two calls.

    Tries: now, permissions.
    """
    crowd(world)
    User.objects.update(is_active=True, is_superuser=False)
    visitor, group = User.objects.latest("pk"), Group.objects.create(name="a group")
    lazy = SimpleLazyObject(lambda: visitor)
    own, of_group = visitor.user_permissions, group.permissions
    anew = User.objects.filter(pk=visitor.pk)
    for told, change in [
        ("as a new object", lambda: None),
        ("after a permission of one's own was added", lambda: own.add(permission("change_post"))),
        ("after a group was joined", lambda: group.user_set.add(visitor)),
        ("after the group got a permission", lambda: of_group.add(permission("change_comment"))),
        ("after the permission of one's own was removed", own.clear),
        ("after the group was left", visitor.groups.clear),
        ("after becoming a superuser", lambda: anew.update(is_superuser=True)),
        ("with an object that says so", lambda: visitor.refresh_from_db(fields=["is_superuser"])),
        ("after having been a superuser", lambda: anew.update(is_superuser=False)),
    ]:
        change()
        right(answer, lazy, given=told)
        visitor.get_all_permissions()  # which the object remembers from now on
    owned = Post.objects.filter(pk__in=Report.objects.values("object_id"))
    owned.update(author=visitor)
    right(answer, visitor, given="after the author of posts was changed")
    Contest.objects.update(setter=visitor)
    right(answer, visitor, given="after the setter of contests was changed")


def test_queries(answer, world):
    """The same number of queries, however many reports and contests.

    Tries: queries, rows, owners.
    """

    def grow(number):
        world.people(12)
        world.contests(number // 3 + 1, attempts=(0, 0), unrelated=False)
        world.posts(number, comments=(1, 1), replies=(0, 0), likes=(0, 0), tags=(0, 0))
        give(Group.objects.create(name=number), "change_comment", User.objects.all())
        report(*Post.objects.all()[: number - number // 2], *Comment.objects.all()[: number // 2])

    growing(answer, world, grow, "report")


def test_groups(answer, world):
    """The same number of queries, however many groups.

    Tries: queries, permissions.
    """

    def grow(number):
        world.people(12)
        posts = world.posts(4, comments=(1, 1), replies=(0, 0), likes=(0, 0), tags=(0, 0))
        report(*posts, *Comment.objects.all())
        groups = Group.objects.bulk_create(Group(name=name) for name in range(number))
        for group in groups[-1:]:
            give(group, "change_comment", User.objects.all())
        User.groups.through.objects.bulk_create(
            User.groups.through(group=group, user=user)
            for group in groups[:-1]
            for user in User.objects.all()[:12]
        )

    growing(answer, world, grow, "group")


def test_fetched(answer, world):
    """Fetches only what the list needs.

    Tries: fetched.
    """
    world.people(30)
    world.contests(350, attempts=(0, 0), unrelated=False)
    posts = world.posts(400, comments=(1, 1), replies=(0, 0), likes=(0, 0), tags=(0, 0))
    User.objects.update(is_active=True, is_superuser=False)
    report(*posts[: SHOWN // 2], *Comment.objects.all()[: SHOWN // 2])
    visitor = User.objects.latest("pk")
    give(visitor, "change_post")
    Contest.objects.update(setter=visitor)
    got = at_most(
        lambda: answer.listed(listed(), visitor), rows=300, kib=300, why=f"for {SHOWN} reports"
    )
    same(got, correct(listed(), visitor), call="listed()")


def test_back_ends(answer, before, world):
    """Asks has_perm(), which asks all back ends.

    Tries: permissions.
    """
    visitors = crowd(world)
    names = f"{__name__}.Moderation", "django.contrib.auth.backends.ModelBackend"
    with override_settings(AUTHENTICATION_BACKENDS=names):
        for told, visitor in visitors.items():
            correct = before.listed(listed(), visitor)
            given = f"for {told}, where another back end decides as well"
            same(answer.listed(listed(), visitor), correct, call="listed()", given=given)


# What the checks above are made of.


class Moderation(BaseBackend):
    """A back end of the site's own: anybody may change comments, and nobody posts."""

    def has_perm(self, user, permission, obj=None):
        """Decide on two permissions."""
        if permission == "discuss.change_post":
            raise PermissionDenied
        return permission == "discuss.change_comment"


def models_of_database():
    """Return the names of the tables."""
    return connection.introspection.table_names()


def listed():
    """Return the queryset of all reports, newest first."""
    return Report.objects.order_by("-pk")


def fresh(visitor):
    """Return a visitor as another request has it."""
    return User.objects.get(pk=visitor.pk) if visitor.pk else visitor


def right(answer, visitor, given, now=None, limit=None):
    """Fail unless the list is right for a visitor."""
    got = answer.listed(listed()[:limit], visitor)
    same(got, correct(listed()[:limit], visitor, now), call="listed()", given=given)


def report(*targets):
    """Report posts and comments, in an order that is not theirs."""
    of = {model: ContentType.objects.get_for_model(model) for model in (Post, Comment)}
    mixed = sorted(targets, key=lambda target: (target.pk * 7919) % 1009)
    Report.objects.all().delete()
    Report.objects.bulk_create(
        Report(content_type=of[type(target)], object_id=target.pk) for target in mixed
    )


def permission(codename, model=None):
    """Return a permission, by default of the model that its name says."""
    model = model or (Post if codename.endswith("post") else Comment)
    of = ContentType.objects.get_for_model(model)
    return Permission.objects.get(codename=codename, content_type=of)


def give(to, codename, people=(), model=None):
    """Give a permission to a person, or to a group of people."""
    if isinstance(to, Group):
        to.permissions.add(permission(codename, model))
        to.user_set.add(*people)
    else:
        to.user_permissions.add(permission(codename, model))


def crowd(world):
    """Make reports, and return visitors of all kinds by what they are."""
    world.contests(3, attempts=(0, 0), unrelated=False)
    people = world.people(14)
    posts = world.posts(6, comments=(1, 2), replies=(0, 1), tags=(0, 0), likes=(0, 0))
    someone, contests = people[-1], list(Contest.objects.all())
    Post.objects.filter(pk=posts[4].pk).update(contest=None, title="")
    Post.objects.filter(pk=posts[5].pk).update(contest=contests[2])
    Contest.objects.filter(pk=contests[2].pk).update(setter=None)
    Comment(pk=posts[0].pk, post=posts[1], author=someone, body="!", created_at=THEN).save()
    report(*posts, *Comment.objects.all(), Post(pk=GONE), Comment(pk=GONE), Comment(pk=posts[2].pk))
    are = dict(zip(KINDS, people, strict=False))
    for told, person in are.items():
        User.objects.filter(pk=person.pk).update(
            is_active="inactive" not in told,
            is_superuser="superuser" in told,
            is_staff="staff" in told,
        )
    for number, article, kind in ((0, "a", ""), (1, "an", "inactive ")):
        writes, sets = are[f"an {kind}author"], are[f"{article} {kind}setter"]
        Post.objects.filter(pk=posts[number].pk).update(author=writes)
        posts[number].comments.update(author=someone)
        posts[number + 2].comments.update(author=writes)
        Contest.objects.filter(pk=contests[number].pk).update(setter=sets)
        Post.objects.filter(pk=posts[number + 1].pk).update(contest=contests[number])
    Post.objects.update(editor=are["an editor"])
    Post.objects.filter(pk__in=[posts[0].pk, posts[4].pk]).update(editor=are["an inactive author"])
    one, other = (Group.objects.create(name=name) for name in ("one", "other"))
    give(one, "change_comment", [are["in a group for comments"], are["in two groups"]])
    give(other, "change_post", [are["in two groups"]])
    give(are["allowed to change posts"], "change_post")
    for codename in ("change_post", "change_comment"):
        give(are["an inactive one with permissions"], codename)
        give(are["allowed something else"], codename, model=Contest)
    for codename in ("view_post", "delete_comment"):
        give(are["allowed something else"], codename)
    found = {told: fresh(person) for told, person in are.items()}
    return {**found, "an anonymous visitor": AnonymousUser()}


def growing(answer, world, grow, unit):
    """Fail if the queries for a visitor grow."""
    known = SimpleNamespace()

    def fill(number):
        Group.objects.all().delete()
        grow(number)
        User.objects.update(is_active=True, is_superuser=False, is_staff=False)
        known.visitor = User.objects.latest("pk")

    growth(
        answer,
        SimpleNamespace(listed=correct),
        ask=lambda module: module.listed(listed(), known.visitor),
        world=world,
        grow=fill,
        unit=unit,
        at_most=15,
    )


def tables():
    """Return the rows of all tables that decide, read at this moment."""
    return SimpleNamespace(
        posts={row.id: row for row in rows(Post)},
        comments={row.id: row for row in rows(Comment)},
        setters={row.id: row.setter_id for row in rows(Contest)},
        kinds={row.id: row.model for row in rows(ContentType)},
        people={row.id: row for row in rows(User)},
        permissions={row.id: row for row in rows(Permission)},
        own=grouped(rows(User.user_permissions.through), "user_id"),
        groups=grouped(rows(User.groups.through), "user_id"),
        of_group=grouped(rows(Group.permissions.through), "group_id"),
    )


def correct(reports, visitor, now=None):
    """Return what is right, in plain Python."""
    now = now or tables()
    person = now.people.get(visitor.pk)
    given = [*now.own[visitor.pk]]
    for joined in now.groups[visitor.pk]:
        given += now.of_group[joined.group_id]
    permissions = [now.permissions[row.permission_id] for row in given]
    changes = {(row.content_type_id, row.codename) for row in permissions}
    found = []
    for report in reports:
        of, kind = report.content_type_id, now.kinds[report.content_type_id]
        target = (now.posts if kind == "post" else now.comments).get(report.object_id)
        may = False
        if target and person and person.is_active:
            post = target if kind == "post" else now.posts[target.post_id]
            owns = person.id in {target.author_id, now.setters.get(post.contest_id)}
            may = person.is_superuser or owns or (of, f"change_{kind}") in changes
        text = target and (target.title if kind == "post" else target.body)
        found.append({"report": report.pk, "text": text, "may_change": may})
    return found
