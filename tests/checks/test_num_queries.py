"""``django_assert_num_queries`` and ``django_assert_max_num_queries``: pytest-django's contract."""

from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.connection import ConnectionDoesNotExist

from arena.discuss.models import Tag
from kata.checks.attribution import Target
from kata.checks.blame import failure_of

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["django_assert_num_queries", "django_assert_max_num_queries"])
def either(request):
    return request.getfixturevalue(request.param)


def make(*names):
    for name in names:
        Tag.objects.create(name=name)


def test_as_many_as_are_allowed_pass(either):
    with either(3):
        make("a", "b", "c")
    with either(0):
        pass


def test_more_fail(either):
    with pytest.raises(pytest.fail.Exception), either(2) as seen:
        make("a", "b", "c")
    assert len(seen) == len(seen.captured_queries) == 3
    assert "'c'" in seen.captured_queries[2]["sql"]


def test_fewer_fail_only_where_the_number_is_exact(
    django_assert_num_queries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(2):
        make("a")
    with pytest.raises(pytest.fail.Exception), django_assert_num_queries(2):
        make("b")


def test_a_failure_is_no_assertion_error(either):
    # As in pytest-django: `except AssertionError` around a block does not hide it.
    with pytest.raises(pytest.fail.Exception) as failed, either(0):
        make("a")
    assert not isinstance(failed.value, Exception)


def test_it_yields_the_context(either):
    with either(1) as seen:
        assert isinstance(seen, CaptureQueriesContext)
        assert len(seen) == 0
        make("a")
        assert len(seen) == 1


@pytest.mark.parametrize(
    ("fixture", "number", "says"),
    [
        ("django_assert_num_queries", 2, "1 query; exactly 2 are allowed."),
        ("django_assert_num_queries", 0, "1 query; exactly 0 are allowed."),
        ("django_assert_max_num_queries", 0, "1 query; at most 0 are allowed."),
    ],
)
def test_the_message_says_what_was_allowed_and_names_the_line(request, fixture, number, says):
    with (
        pytest.raises(pytest.fail.Exception) as failed,
        request.getfixturevalue(fixture)(number),
    ):
        Tag.objects.create(name="a")  # this line
    first, line = str(failed.value).splitlines()
    assert first == says
    assert line.startswith("    1 x  test_num_queries.py:")
    assert line.endswith('   Tag.objects.create(name="a")  # this line')
    assert failed.value.args == (failed.value.msg,) == (str(failed.value),)
    assert failure_of(failed.value).says == says


def test_one_is_allowed(django_assert_num_queries):
    with pytest.raises(pytest.fail.Exception) as failed, django_assert_num_queries(1):
        make("a", "b")
    assert str(failed.value).startswith("2 queries; exactly 1 is allowed.\n")


def test_the_message_has_the_info(either):
    with pytest.raises(pytest.fail.Exception) as failed, either(num=0, info="One for each tag"):
        make("a")
    assert "0 are allowed. One for each tag\n" in str(failed.value)


def test_an_error_in_the_block_is_not_hidden(either):
    with pytest.raises(ZeroDivisionError), either(0):
        make("a")
        raise ZeroDivisionError


def test_a_connection(either):
    with either(1, connection=connection):
        make("a")
    with either(1, connection):
        make("b")
    with either(1, connection=None):
        make("c")


def test_false_is_no_connection(either):
    with pytest.raises(AttributeError), either(1, connection=False):
        pass


def test_an_alias(either):
    with either(1, using="default"):
        make("a")
    with either(1, using=None):
        make("b")
    with pytest.raises(ConnectionDoesNotExist), either(1, using="bad_db_name"):
        pass


def test_a_connection_and_an_alias(either):
    words = 'The "connection" and "using" parameter cannot be used together'
    with (
        pytest.raises(ValueError, match=words),
        either(1, connection=connection, using="default"),
    ):
        make("a")


def test_only_the_named_connection_counts(either):
    other = connection.copy("other")
    try:
        with either(0), other.cursor() as cursor:
            cursor.execute("SELECT 1")
        with either(1, connection=other), other.cursor() as cursor:
            cursor.execute("SELECT 1")
        with pytest.raises(pytest.fail.Exception) as failed, either(0):
            make("a")
            with other.cursor() as cursor:
                cursor.execute("SELECT 1")
        assert len(str(failed.value).splitlines()) == 2
    finally:
        other.close()


def test_savepoints_count(either):
    with either(3), transaction.atomic():
        make("a")


@pytest.mark.django_db(transaction=True)
def test_in_a_transaction(either):
    with transaction.atomic():
        with either(2):
            make("a", "b")
        with pytest.raises(pytest.fail.Exception), either(1):
            make("c", "d")


def test_the_file_that_was_named_before_is_named_again(either):
    Target.aim(Path("feed.py"))
    try:
        with pytest.raises(pytest.fail.Exception, match="test_num_queries"), either(0):
            make("a")
        assert Target.path == "feed.py"
    finally:
        Target.path = ""
