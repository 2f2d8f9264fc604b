"""What checks stored_vector.py."""

from random import Random

import pytest
from django.db import connection

from arena.search.worlds import add_articles
from kata.checks import at_most, create_table, same, written

MANY, FEW, PAGES = 4_000, 10, 120
KIB = 200  # whole rows may be fetched, with bodies and vectors
TEXTS = (
    *("sorting", "SORTED", "sort", "graphs", "tear", "judge", "Krakow", "naïve", "readings fast"),
    *("graph sorting", "sorting the graph", "heaps   quickly", "clock of the judges"),
    *("arrays without tears", "sorting or graphs", "judge OR heaps", "clock and tear"),
)
NONE = "itself"  # no article has it; for the configuration "english" it says nothing
LONG = "A clock. " * 2_000 + "It was sorted."
BY_TRIGGER = """
    CREATE TABLE draft (title text);
    CREATE FUNCTION publish() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO {} (title) VALUES (NEW.title);
        RETURN NEW;
    END $$;
    CREATE TRIGGER publish AFTER INSERT ON draft FOR EACH ROW EXECUTE FUNCTION publish();
    INSERT INTO draft VALUES ('Judges and graphs')
"""
WORDS = (
    *(word for text in TEXTS for word in text.split()),
    *("sorts", "Graph", "heap", "quick", "judged", "clocks", "reads", "Kraków", "50%", "it's"),
)


@pytest.fixture
def library(new_database, answer):
    """The answer's table in a database of its own, whose default is not English."""
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    send(f"ALTER DATABASE {name} SET default_text_search_config = 'simple'")
    connection.close()  # a connection reads its defaults when it begins
    create_table(answer.Article, answer.SQL, names=("Article", "SQL"))
    connection.close()  # what SQL has set for its session is no setting of those that search
    return answer


def test_answer(library):
    """Finds the same articles in the same order.

    Tries: words, language, no body, order.
    """
    compare(library, "of no article")
    for article in drawn(library.Article, 150):
        written("save()", article.save)
    for limit in (None, 1, 7, 1000):
        compare(library, "", limit)


def test_up_to_date(library):
    """Finds what the articles say now.

    Tries: up to date, no body, words.
    """
    articles, name = library.Article.objects, quoted(library)

    def last():
        return articles.filter(pk=articles.order_by("-pk").values("pk")[:1])

    def save():
        article = articles.order_by("pk").first()
        article.title = "Reading fast"
        article.save()

    steps = {
        "create()": lambda: articles.create(title="Sorting", body="A heap. Arrays without tears"),
        "bulk_create()": lambda: articles.bulk_create(drawn(library.Article, 9)),
        "save()": save,
        "update() of a title": lambda: last().update(title="The judge"),
        "update() of a body": lambda: last().update(body="sorted graphs"),
        "update() of a body to NULL": lambda: last().update(body=None),
        "INSERT": lambda: send(f"INSERT INTO {name} (title, body) VALUES ('Graphs', 'heaps')"),
        "INSERT without a body": lambda: send(f"INSERT INTO {name} (title) VALUES ('Tears')"),
        "INSERT by a trigger": lambda: send(BY_TRIGGER.format(name)),
        "create() of a long article": lambda: articles.create(title="Graphs", body=LONG),
        "UPDATE of titles": lambda: send(f"UPDATE {name} SET title = 'clocks ' || title"),
        "UPDATE of bodies": lambda: send(f"UPDATE {name} SET body = 'Sorting graphs' || id"),
        "delete()": lambda: last().delete(),
    }
    for step, write in steps.items():
        written(step, write)
        compare(library, f"after {step}", 1000)


def test_pages(library):
    """Finds a word that few articles have by the index.

    Tries: pages, queries, fetched.
    """
    written("INSERT", lambda: add_articles(quoted(library), MANY, FEW))
    why = f"to find the {FEW} articles with this word among {MANY:,}"
    for text, body, most in (
        ("pangram", "%Quetzal%", {"blocks": PAGES, "why": why}),
        ("quetzal pangrams", "%Quetzal%", {"blocks": PAGES, "why": why}),
        ("common", "%", {"why": "for a limit of 20"}),
    ):
        found = at_most(lambda text=text: library.search(text), queries=2, rows=25, kib=KIB, **most)
        # Four thousand search vectors are not needed to find these.
        rows = send(
            f"SELECT id, title FROM {quoted(library)} WHERE body LIKE %s ORDER BY id DESC LIMIT 20",
            body,
        )
        same(found, as_found(rows), call=f"search({text!r})")


def send(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall() if cursor.description else []


def quoted(library):
    return connection.ops.quote_name(library.Article._meta.db_table)


def drawn(kind, number):
    """Yield articles of random words; one in four has no body, and one in four an empty one."""
    random = Random(number)
    for nth in range(number):
        title, body = (" ".join(random.choices(WORDS, k=random.randint(1, 3))) for _ in "ab")
        yield kind(title=title, body=(None, "", body, body)[nth % 4])


def compare(library, given, limit=None):
    """Ask for each text."""
    for text in (*TEXTS, NONE):
        got = library.search(text, *filter(None, [limit]))
        call = f"search({text!r}{f', {limit}' if limit else ''})"
        same(got, right(library, text, limit or 20), call=call, given=given)


def right(library, text, limit):
    """Return what PostgreSQL finds without an index or a column of the answer."""
    found = send(
        f"SELECT id, title FROM {quoted(library)} WHERE to_tsvector('english', title || ' ' || "
        "COALESCE(body, '')) @@ plainto_tsquery('english', %s) ORDER BY id DESC LIMIT %s",
        text,
        limit,
    )
    return as_found(found)


def as_found(rows):
    return [{"id": key, "title": title} for key, title in rows]
