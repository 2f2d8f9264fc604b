"""The table of a model that an answer declares."""

import pytest
from django.apps import apps
from django.db import connection, models

from arena.accounts.models import User
from kata.checks import CheckFailed, create_table, create_tables, installed, written
from kata.checks.answers import load

NAMES = ("Page", "SQL")


@pytest.fixture
def page(world):
    class Page(models.Model):
        title = models.CharField(max_length=20)

        class Meta:
            app_label = "page_of_a_test"

    yield Page
    with connection.cursor() as cursor:
        cursor.execute('DROP TABLE IF EXISTS "page_of_a_test_page"')


@pytest.fixture(autouse=True)
def no_model_is_left():
    yield
    del apps.all_models["page_of_a_test"]


def test_a_table_is_made_and_then_the_statements_run(page):
    create_table(page, ["INSERT INTO page_of_a_test_page (title) VALUES ('one')"], names=NAMES)
    assert [row.title for row in page.objects.all()] == ["one"]


def test_one_statement_may_be_a_text(page):
    create_table(page, "INSERT INTO page_of_a_test_page (title) VALUES ('50%')", names=NAMES)
    assert page.objects.get().title == "50%"


@pytest.mark.parametrize(
    ("statements", "says"),
    [
        (None, "SQL is None. A list of SQL statements is expected."),
        ([1], "SQL is [1]. A list of SQL statements is expected."),
        (["NONSENSE"], "A statement of SQL is refused: "),
    ],
)
def test_wrong_statements_are_one_sentence(page, statements, says):
    with pytest.raises(CheckFailed) as caught:
        create_table(page, statements, names=NAMES)
    assert str(caught.value).startswith(says)


def test_an_installed_app_knows_the_way_back(page, world):
    class Line(models.Model):
        of = models.ForeignKey(page, models.CASCADE)
        author = models.ForeignKey(User, models.CASCADE)

        class Meta:
            app_label = page._meta.app_label

    [person] = world.people(1)
    with installed("page_of_a_test", [page, Line], "MODELS"):
        Line.objects.create(of=page.objects.create(title="one"), author=person)
        assert User.objects.filter(line__of__title="one").get() == person
    assert not apps.is_installed("page_of_a_test") and "line" not in fields(User)
    with connection.cursor() as cursor:
        assert not {"page_of_a_test_page", "page_of_a_test_line"} & {
            table.name for table in connection.introspection.get_table_list(cursor)
        }


def test_what_is_installed_must_be_models(page):
    with (
        pytest.raises(CheckFailed, match=r"^A model in MODELS is 7\. A model is expected"),
        installed("page_of_a_test", [page, 7], "MODELS"),
    ):
        pass


def fields(model):
    return {field.name for field in model._meta.get_fields()}


def test_no_model_and_a_table_that_exists_are_one_sentence(page):
    with pytest.raises(CheckFailed, match=r"^Page is None\. A model is expected\.$"):
        create_table(None, names=NAMES)
    create_table(page, names=NAMES)
    with pytest.raises(CheckFailed, match=r"^The table of Page is refused: .*already exists"):
        create_table(page, names=NAMES)


def test_a_write_that_is_refused_is_one_sentence(page):
    create_table(page, "ALTER TABLE page_of_a_test_page ADD CHECK (title <> 'x')", names=NAMES)
    written("create()", lambda: page.objects.create(title="y"))
    with pytest.raises(CheckFailed, match=r"^create\(\) is refused: .*violates check"):
        written("create()", lambda: page.objects.create(title="x"))
    assert page.objects.count() == 1


MODELS = """
from django.db import models

class Base(models.Model):
    class Meta:
        app_label = "models_of_a_test"
        abstract = True

class Page(Base):
    title = models.CharField(max_length=20)

class Line(Base):
    page = models.ForeignKey(Page, models.CASCADE)
"""


def test_all_models_of_an_answer_get_an_empty_table(page, tmp_path):
    path = tmp_path / "models_of_a_test.py"
    path.write_text(MODELS)
    for _ in range(2):
        answer = load(path)
        create_tables(answer)
        answer.Line.objects.create(page=answer.Page.objects.create(title="one"))
        assert answer.Line.objects.count() == answer.Page.objects.count() == 1
    with connection.schema_editor() as editor:
        for model in (answer.Line, answer.Page):
            editor.delete_model(model)
