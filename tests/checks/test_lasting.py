import pytest
from django.db import connection

from arena.discuss.models import Tag
from kata.checks import CheckFailed, analyzed, lasting, of_others, send, taken_back, unchanged


@pytest.fixture(autouse=True)
def site(django_db_setup, django_db_blocker, new_database):
    with django_db_blocker.unblock():
        send(["INSERT INTO discuss_tag (name) VALUES ('one')"])
        yield


def test_statistics_are_no_change():
    before = lasting(Tag)
    send(["CREATE STATISTICS s (mcv) ON id, name FROM discuss_tag", "ANALYZE discuss_tag"])
    unchanged(before, lasting(Tag), "After ANALYZE")


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("SET work_mem = '5MB'", "settings"),
        ("CREATE INDEX i ON discuss_tag (name, id)", "tables and indexes"),
        ("ALTER TABLE discuss_tag SET (fillfactor = 50)", "tables and indexes"),
        ("VACUUM FULL discuss_tag", "tables and indexes"),
        ("UPDATE discuss_tag SET name = name", "rows"),
        ("DELETE FROM discuss_tag", "rows"),
    ],
)
def test_a_change_is_named(statement, what):
    before = lasting(Tag)
    send([statement])
    with pytest.raises(CheckFailed, match=f"After all, other {what} are there than before"):
        unchanged(before, lasting(Tag), "After all")


def test_settings_that_other_sessions_begin_with():
    before = of_others()
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    send([f"ALTER DATABASE {name} SET work_mem = '5MB'"])
    assert of_others() != before


def test_roles_that_other_checks_make_are_nothing_of_this_one():
    before = of_others()
    with taken_back():
        send(["CREATE ROLE somebody_else", "ALTER ROLE somebody_else SET work_mem = '5MB'"])
        assert of_others() == before


def test_tables_analyzed_since():
    before = analyzed()
    send(["ANALYZE discuss_tag (name)"])
    assert [*analyzed(before)] == ["discuss_tag"]
