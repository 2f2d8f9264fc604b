"""The small world: awkward on purpose, the same everywhere, and different after a shake."""

from collections import Counter, defaultdict
from hashlib import sha256
from itertools import combinations, pairwise

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection
from django.db.models import Count, F, Model
from django.utils.timezone import now

from arena.accounts.models import Profile, User
from arena.contests.models import Attempt, Contest, ScoreChange
from arena.discuss.models import Comment, Like, LikeShard, Post, Tag
from arena.worlds import MAY, SEPARATORS, TABLES, TALKING, World

pytestmark = pytest.mark.django_db

SEEDS = range(5)


def rows(table: type[Model]) -> dict[int, dict]:
    return {row["id"]: row for row in table._default_manager.order_by("pk").values()}


def everything() -> dict[str, dict[int, dict]]:
    return {table._meta.label: rows(table) for table in TABLES}


def full(seed: int, *, counted: bool = False) -> World:
    world = World(seed)
    world.people(12)
    world.contests(6, attempts=(0, 8))
    ranges = {"comments": (0, 6), "replies": (0, 3), "likes": (0, 5), "tags": (0, 4)}
    world.posts(20, **ranges, drafts=0.25, counted=counted)
    return world


def repeated(values) -> bool:
    return max(Counter(values).values()) > 1


# The same everywhere


def test_same_seed_gives_the_same_rows():
    world = full(1)
    first = everything()
    world.clear()
    full(1)
    assert everything() == first


def test_another_seed_gives_other_rows():
    world = full(1)
    first = everything()
    world.clear()
    full(2)
    assert all(everything()[name] != table for name, table in first.items())


def test_rows_do_not_depend_on_python_django_or_database():
    """The figures were the same on Python 3.11 and 3.13, Django 5.2 and 6.1, both databases."""
    world = full(1)
    before = sha256(repr(everything()).encode()).hexdigest()
    world.shake()
    after = sha256(repr(everything()).encode()).hexdigest()
    assert (before[:12], after[:12]) == ("04f4e3522bf6", "defac0f5b72d")


# Keys


@pytest.mark.parametrize("seed", SEEDS)
def test_keys_have_gaps_and_no_two_tables_share_one(seed):
    full(seed)
    keys = {table: sorted(rows(table)) for table in TABLES}
    for ours in keys.values():
        assert ours[0] > 1
        assert all(b - a > 1 for a, b in pairwise(ours))
    for ours, theirs in combinations(keys.values(), 2):
        assert not set(ours) & set(theirs)


def test_keys_do_not_tell_the_order_of_time():
    full(1)
    by_key = list(Comment.objects.order_by("pk").values_list("created_at", flat=True))
    assert by_key not in (sorted(by_key), sorted(by_key, reverse=True))


def test_more_can_be_added():
    world = full(1)
    world.people(3)
    world.contests(2)
    world.posts(5)
    assert (User.objects.count(), Contest.objects.count(), Post.objects.count()) == (15, 8, 31)


def test_rows_made_by_hand_find_free_keys_and_so_does_the_world_after_them():
    world = full(1)
    person = User.objects.create(username="by hand")
    post = Post.objects.create(author=person, title="By hand")
    like = Like.objects.create(post=post, user=person, created_at=person.date_joined)
    assert like.pk > max(Like.objects.exclude(pk=like.pk).values_list("pk", flat=True))
    world.posts(5)
    assert Post.objects.count() == 29


# People


@pytest.mark.parametrize("seed", SEEDS)
def test_people_are_described_unevenly(seed):
    World(seed).people(15)
    profiles = Profile.objects.all()
    assert User.objects.filter(profile=None).exists()
    assert profiles.filter(country="").exists() and profiles.exclude(country="").exists()
    assert profiles.filter(bio="").exists() and profiles.exclude(bio="").exists()
    assert profiles.filter(rating=None).exists()
    assert repeated(User.objects.values_list("first_name", flat=True))
    assert repeated(User.objects.values_list("last_name", flat=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_some_ratings_are_equal(seed):
    World(seed).people(40)
    ratings = Profile.objects.exclude(rating=None).values_list("rating", flat=True)
    assert repeated(ratings) and len(set(ratings)) > 1


def test_text_is_awkward():
    full(1)
    text = " ".join(
        [
            *Post.objects.values_list("title", flat=True),
            *Post.objects.values_list("body", flat=True),
        ]
    )
    for awkward in ("'", '"', "%s", "\\N", "\t", "<b>", "{"):
        assert awkward in text
    assert not text.isascii()


# Contests


@pytest.mark.parametrize("seed", SEEDS)
def test_contests_have_unfinished_tied_and_repeated_attempts(seed):
    World(seed).contests(6, attempts=(0, 9))
    contests = Contest.objects.annotate(n=Count("attempts")).order_by("n")
    emptiest, fullest = contests.first(), contests.last()
    assert (emptiest.n, fullest.n) == (0, 9)
    fullest = fullest.attempts.all()
    finished = fullest.exclude(finished_at=None)
    assert fullest.filter(finished_at=None, score=None).exists()
    assert not Attempt.objects.filter(finished_at=None, score__isnull=False).exists()
    assert not Attempt.objects.filter(finished_at__isnull=False, score=None).exists()
    assert repeated(fullest.values_list("user", flat=True))
    assert repeated(finished.values_list("score", flat=True))
    assert repeated(attempt.finished_at - attempt.started_at for attempt in finished)


def test_contests_need_people_and_make_them():
    World(1).contests(3)
    assert User.objects.count() >= 5


# Posts


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("number", [2, 3, 10])
def test_one_post_has_none_and_one_has_the_most(seed, number):
    World(seed).posts(number, comments=(0, 5), likes=(0, 4), tags=(0, 3))
    tops = Comment.objects.filter(parent=None)
    for things, most in ((tops, 5), (Like.objects.all(), 4), (Post.tags.through.objects.all(), 3)):
        counts = Counter(dict.fromkeys(rows(Post), 0))
        counts.update(things.values_list("post_id", flat=True))
        assert (min(counts.values()), max(counts.values())) == (0, most)


@pytest.mark.parametrize("seed", SEEDS)
def test_posts_have_nulls_duplicates_and_ties(seed):
    world = World(seed)
    world.contests(3, unrelated=False)
    world.posts(12, comments=(0, 6), drafts=0.25)
    posts = Post.objects.all()
    assert posts.filter(editor=None).count() == 4
    assert posts.filter(published_at=None).count() == 3
    assert posts.filter(contest=None).exists() and posts.exclude(contest=None).exists()
    assert repeated(posts.values_list("title", flat=True))
    assert repeated(posts.exclude(published_at=None).values_list("published_at", flat=True))


def test_rows_that_nobody_asked_for_are_there_unless_they_are_not_wanted():
    world = World(1)
    world.posts(10)
    assert Post.objects.exclude(contest=None).exists() and Attempt.objects.exists()
    world.clear()
    world.contests(3)
    assert Post.objects.filter(published_at=None).exists() and Comment.objects.exists()
    assert not Post.objects.exclude(published_at=None).exists()
    world.clear()
    world.posts(10, unrelated=False)
    assert not Contest.objects.exists()
    world.clear()
    world.contests(3, unrelated=False)
    assert not Post.objects.exists()


@pytest.mark.parametrize("seed", SEEDS)
def test_every_flag_and_every_status_varies(seed):
    full(seed)
    people, contests, posts = User.objects.all(), Contest.objects.all(), Post.objects.all()
    for flag in ("is_active", "is_staff", "is_superuser"):
        assert set(people.values_list(flag, flat=True)) == {True, False}
    assert set(contests.values_list("is_listed", flat=True)) == {True, False}
    assert len(set(Attempt.objects.values_list("medal", flat=True))) == 4
    assert posts.filter(published_at=None).exists() and posts.exclude(published_at=None).exists()


@pytest.mark.parametrize("seed", SEEDS)
def test_no_key_fits_32_bits_and_no_time_is_a_whole_second_for_sure(seed):
    full(seed)
    assert all(key >= 2**31 for table in TABLES for key in rows(table))
    published = Post.objects.exclude(published_at=None).values_list("published_at", flat=True)
    assert any(time.microsecond for time in published)


def test_stored_counts_are_wrong_unless_they_are_wanted():
    full(1)
    likes = Counter(Like.objects.values_list("post", flat=True))
    assert all(post.kept_likes != likes[post.pk] for post in Post.objects.all())


@pytest.mark.parametrize(("share", "drafts"), [(0.0, 0), (0.5, 5), (1.0, 10)])
def test_the_share_of_drafts_is_kept(share, drafts):
    World(1).posts(10, drafts=share)
    assert Post.objects.filter(published_at=None).count() == drafts


@pytest.mark.parametrize("seed", SEEDS)
def test_some_posts_and_comments_are_still_to_come(seed):
    World(seed).posts(60, comments=(1, 3))
    for model, name in ((Post, "published_at"), (Comment, "created_at")):
        rows = model.objects.exclude(**{name: None})
        to_come = rows.filter(**{f"{name}__gt": now()}).count()
        assert 0 < to_come < rows.count()


@pytest.mark.parametrize("seed", SEEDS)
def test_comments_have_ties_replies_and_unapproved_ones(seed):
    World(seed).posts(12, comments=(0, 6), replies=(0, 3))
    tops = Comment.objects.filter(parent=None)
    replies = Comment.objects.exclude(parent=None)
    of_posts = defaultdict(list)
    for comment in tops:
        of_posts[comment.post_id].append(comment)
    fullest = max(of_posts.values(), key=len)
    assert len(fullest) == 6
    assert repeated(comment.created_at for comment in fullest)
    assert repeated(comment.author_id for comment in fullest)
    assert replies.exists()
    assert not replies.exclude(post=F("parent__post")).exists()
    assert not replies.exclude(parent__parent=None).exists()
    assert not replies.filter(created_at__lt=F("parent__created_at")).exists()
    counts = tops.annotate(n=Count("replies")).values_list("n", flat=True)
    assert (min(counts), max(counts)) == (0, 3)
    unapproved = Comment.objects.filter(is_approved=False).count() / Comment.objects.count()
    assert 0.15 < unapproved < 0.35


def test_a_range_may_leave_no_choice():
    World(1).posts(4, comments=(2, 2), replies=(1, 1), likes=(3, 3), tags=(2, 2), drafts=0)
    assert Comment.objects.filter(parent=None).count() == 8
    assert Comment.objects.exclude(parent=None).count() == 8
    assert Like.objects.count() == 12
    assert Post.tags.through.objects.count() == 8


@pytest.mark.parametrize("number", [0, 1])
def test_a_world_may_be_very_small(number):
    world = World(1)
    world.contests(number, unrelated=False)
    world.posts(number, unrelated=False)
    world.shake()
    assert (Contest.objects.count(), Post.objects.count()) == (number, number)


def test_likes_need_people():
    world = World(1)
    world.people(2)
    with pytest.raises(ValueError, match=r"^4 likes of one post need as many people, and there"):
        world.posts(3, likes=(0, 4))


def test_building_takes_a_handful_of_statements(django_assert_max_num_queries):
    world = World(1)
    world.people(33)
    with django_assert_max_num_queries(40):
        world.posts(100)


def assert_counts_are_right() -> None:
    """Every post knows how many likes and approved comments it has."""
    likes = Counter(Like.objects.values_list("post", flat=True))
    comments = Counter(Comment.objects.filter(is_approved=True).values_list("post", flat=True))
    for post in Post.objects.all():
        assert (post.kept_likes, post.kept_comments) == (likes[post.pk], comments[post.pk])


@pytest.mark.parametrize("seed", SEEDS)
def test_posts_know_how_many_likes_and_approved_comments_they_have(seed):
    world = World(seed)
    world.posts(20, counted=True)
    posts = world.posts(5, counted=True)
    assert_counts_are_right()
    counts = set(Post.objects.values_list("kept_likes", "kept_comments"))
    assert len(counts) > 5
    for post in posts:
        kept_likes, kept_comments = post.kept_likes, post.kept_comments
        post.refresh_from_db()
        assert (post.kept_likes, post.kept_comments) == (kept_likes, kept_comments)


# Shaking


@pytest.mark.parametrize("seed", SEEDS)
def test_shake_changes_every_column_and_no_key(seed):
    world = full(seed)
    before = everything()
    world.shake()
    after = everything()
    kept = {"id", "password", "parent_id"}
    for name, table in before.items():
        assert after[name].keys() == table.keys()
        for column in set(next(iter(table.values()))) - kept:
            assert any(after[name][key][column] != row[column] for key, row in table.items()), (
                f"{name}.{column} is as before"
            )


@pytest.mark.parametrize("seed", SEEDS)
def test_after_a_shake_the_world_makes_sense(seed):
    world = World(seed)
    world.contests(6, attempts=(0, 8), unrelated=False)
    world.posts(20, counted=True)
    drafts = Post.objects.filter(published_at=None).count()
    world.shake()
    world.shake()
    replies = Comment.objects.exclude(parent=None)
    assert not replies.exclude(post=F("parent__post")).exists()
    assert not replies.filter(created_at__lt=F("parent__created_at")).exists()
    older = Comment.objects.filter(created_at__lt=F("post__published_at"))
    assert not older.filter(post__published_at__lt=TALKING[0]).exists()
    assert_counts_are_right()
    assert not Attempt.objects.filter(finished_at__lt=F("started_at")).exists()
    assert not Attempt.objects.exclude(started_at__gte=F("contest__opens_at")).exists()
    assert not Attempt.objects.filter(finished_at=None, score__isnull=False).exists()
    assert not Contest.objects.filter(closes_at__lte=F("opens_at")).exists()
    assert Post.objects.filter(published_at=None).count() == drafts


def test_shake_changes_the_order_of_the_feed():
    world = full(1)
    feed = Post.objects.order_by("-published_at", "-pk").values_list("pk", flat=True)
    before = list(feed)
    world.shake()
    assert list(feed.all()) != before


def test_shake_changes_how_much_each_post_has():
    world = full(1)
    before = Counter(Comment.objects.values_list("post", flat=True))
    world.shake()
    assert Counter(Comment.objects.values_list("post", flat=True)) != before


def test_shake_takes_rows_made_by_hand():
    world = full(1)
    person = User.objects.create(username="by hand", first_name="Nobody")
    tag = Tag.objects.create(name="by hand")
    post = Post.objects.create(author=person, title="By hand", body="Mine")
    post.tags.add(tag)
    world.shake()
    for row in (person, tag, post):
        row.refresh_from_db()
    assert "by hand" not in {person.username, tag.name, post.title.lower()}


def test_texts_hold_what_texts_are_joined_with():
    World(1).posts(100)
    assert Comment.objects.filter(body__contains=SEPARATORS).exists()
    assert Post.objects.filter(title__contains="||").exists()
    for table, name in ((User, "username"), (Tag, "name")):
        assert table._default_manager.filter(**{f"{name}__contains": "|"}).exists()


def test_shake_takes_few_statements(django_assert_max_num_queries):
    world = full(1)
    with django_assert_max_num_queries(40):
        world.shake()


def test_shake_mends_a_count_that_is_wrong():
    world = World(1)
    world.posts(20, counted=True)
    Post.objects.update(kept_likes=99, kept_comments=99)
    world.shake()
    assert_counts_are_right()


def test_clear_leaves_nothing():
    world = full(1)
    ScoreChange.objects.create(attempt_id=Attempt.objects.values("pk")[:1], old=None, new=5)
    LikeShard.objects.create(post=Post.objects.first(), shard=1)
    person = User.objects.first()
    person.groups.create(name="moderators")
    person.user_permissions.add(Permission.objects.first())
    world.clear()
    assert not any(everything().values())
    assert not any(table.objects.exists() for table in MAY)
    assert not ScoreChange.objects.exists()
    assert not LikeShard.objects.exists()


def test_a_trail_does_not_slow_the_deletion_of_attempts(django_assert_num_queries):
    full(1)
    with django_assert_num_queries(1):
        Attempt.objects.all().delete()


# What PostgreSQL looks up


def on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite looks up each foreign key")


def send(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("change", [lambda world: world.posts(3), World.shake, World.clear])
def test_foreign_keys_are_looked_up_again_after_a_change(change):
    on_postgresql()
    change(full(1))
    LikeShard.objects.create(post_id=1, shard=1)
    with pytest.raises(IntegrityError):
        send("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_trigger_of_an_answer_sees_each_row():
    on_postgresql()
    send("CREATE TABLE seen (of text)")
    send(
        "CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN INSERT INTO seen VALUES (TG_OP); RETURN NULL; END $$"
    )
    send(
        "CREATE TRIGGER see AFTER INSERT OR UPDATE OR DELETE ON discuss_post"
        " FOR EACH ROW EXECUTE FUNCTION see()"
    )
    world = full(1)
    world.shake()
    world.clear()
    with connection.cursor() as cursor:
        cursor.execute("SELECT of, count(*) FROM seen GROUP BY of")
        assert {name: n > 0 for name, n in cursor.fetchall()} == {
            "INSERT": True,
            "UPDATE": True,
            "DELETE": True,
        }


def test_rows_are_the_same_whether_foreign_keys_are_looked_up_or_not():
    on_postgresql()
    full(1).shake()
    first = everything()
    send("CREATE TABLE pinned (post_id bigint REFERENCES discuss_post ON DELETE CASCADE)")
    world = World(1)
    world.clear()
    full(1).shake()
    assert everything() == first


def test_a_table_of_an_answer_follows_the_posts_that_it_points_at():
    on_postgresql()
    world = full(1)
    send("CREATE TABLE pinned (post_id bigint REFERENCES discuss_post ON DELETE CASCADE)")
    send("INSERT INTO pinned SELECT id FROM discuss_post")
    world.clear()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pinned")
        assert cursor.fetchone() == (0,)
