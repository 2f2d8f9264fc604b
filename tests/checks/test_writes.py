"""Rows that are written, whether they differ afterwards or not."""

import pytest
from django.db import connection, transaction
from django.db.models import F

from arena.discuss.models import Tag
from kata.checks import send_of_answer, versions, writes_only, written_columns
from kata.checks.findings import CheckFailed


@pytest.fixture
def tags(world):
    Tag.objects.bulk_create(Tag(name=f"tag {number}") for number in range(5))
    return list(Tag.objects.order_by("pk"))


def test_what_is_written_may_be_written(tags):
    one = tags[0].pk
    number = writes_only(
        lambda: Tag.objects.filter(pk=one).update(name="new"), Tag, [one], what="update()"
    )
    assert number == 1
    writes_only(lambda: list(Tag.objects.all()), Tag, [], what="A list")
    writes_only(Tag.objects.filter(pk=one).delete, Tag, [one], what="delete()")


def test_an_update_that_changes_nothing_is_a_write(tags):
    with pytest.raises(CheckFailed) as caught:
        writes_only(lambda: Tag.objects.update(name=F("name")), Tag, [], what="update()")
    says = caught.value.failure.says
    assert says == "update() writes 5 rows of discuss_tag; 0 had to change."
    [line] = caught.value.failure.lines
    assert line.sql.startswith("UPDATE discuss_tag")


def test_a_row_that_was_not_written_is_missed(tags):
    with pytest.raises(CheckFailed, match="writes 0 rows"):
        writes_only(lambda: None, Tag, [tags[0].pk], what="Nothing")


def test_another_row_of_the_same_number_is_seen(tags):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite tells the number only")
    with pytest.raises(CheckFailed, match="writes 1 row "):
        writes_only(tags[1].save, Tag, [tags[0].pk], what="save()")


def test_a_lock_is_no_write(tags):
    def lock():
        with transaction.atomic():
            return list(Tag.objects.select_for_update())

    writes_only(lock, Tag, [], what="select_for_update()")


def test_rows_that_may_be_written_need_not_be(tags):
    one, other, *_ = (tag.pk for tag in tags)
    both = Tag.objects.filter(pk__in=[one, other])
    writes_only(lambda: both.update(name=F("name")), Tag, [one], may=[other], what="update()")
    writes_only(lambda: tags[0].save(), Tag, [one], may=[other], what="save()")
    with pytest.raises(CheckFailed, match="writes 5 rows of discuss_tag; 1 must change, and 1 may"):
        writes_only(
            lambda: Tag.objects.update(name=F("name")), Tag, [one], may=[other], what="update()"
        )


def test_the_keys_of_wrong_rows_are_shown(tags):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite tells the number only")
    with pytest.raises(CheckFailed) as caught:
        writes_only(lambda: Tag.objects.update(name=F("name")), Tag, [99], what="update()")
    keys = ", ".join(str(tag.pk) for tag in tags)
    assert caught.value.failure.details == (
        f"not to be written: keys {keys}",
        "not written: key 99",
    )


def test_a_row_has_another_version_when_it_was_written(tags):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite tells no versions")
    before = versions(Tag)
    Tag.objects.filter(pk=tags[0].pk).update(name=F("name"))
    changed = {key for key, version in versions(Tag).items() if before[key] != version}
    assert changed == {tags[0].pk}


def test_the_columns_that_an_update_names_are_collected_whatever_the_value(tags):
    with written_columns(Tag) as names:
        Tag.objects.create(name="new")
    assert names == set()
    with written_columns(Tag) as names:
        Tag.objects.update(name=F("name"))
    assert names == {"name"}


def test_a_statement_of_the_answer_that_fails_is_its_failure(world):
    with pytest.raises(CheckFailed, match="ONCE: 'SELECT nothing' fails: "):
        send_of_answer(["SELECT 1", "SELECT nothing"], "ONCE")
    with pytest.raises(CheckFailed, match="ONCE is 'SELECT 1'"):
        send_of_answer("SELECT 1", "ONCE")
