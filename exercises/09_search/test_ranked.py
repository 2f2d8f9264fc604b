"""What checks ranked.py."""

from random import Random

import pytest
from django.db import DatabaseError, connection

from arena.search.worlds import add_articles
from kata.checks import at_most, create_table, fail, same, written

MANY, FEW, READ, SIZE = 4_000, 10, 120, 20
KIB = 200  # whole rows may be fetched, with bodies and vectors
WORDS = (
    *("sort", "Sorted", "sorting", "resort", "graph", "Graphs", "graphic", "heap", "heaps"),
    *("déjà", "deja", "DEJA", "DÉJÀ", "vu", "naïve", "Naive", "Über", "uber", "señor", "Спасибо"),
    *("the", "and", "or", "not", "it's", "100%", "2025", "20", "c3", "a", "(x)", "sort,"),
    *("graph.com/heap", "vu@heap.org", "sort-graph", "3.14", "-7", "a/b.html", "e_mail"),
)
TYPED = (
    *("s", "so", "sort", "SORT", "sorti", "sorts", "ort", "g s", "sort graph", "graph so", "he"),
    *("deja", "DÉJÀ", "dé", "déjà v", "naïve", "NAIVE h", "über", "ube", "senor", "спа", "the"),
    *("and", "or so", "not", "20", "202", "c", "a a", "sort sort", "s t", "resort the"),
    *("com", "org", "html", "14", "7", "mail", "e m", "3 1"),
)
NOTHING = (
    *("", " ", "'", "''", "&", ":*", "!", "()", "%", "_", "\\", "\0", "\n\t", "--", "<->", "😀"),
)
HOSTILE = (
    *("'; DROP TABLE article; --", "sort & graph", "sort | graph", "!sort", "sort:*", "sort:A"),
    *("(sort", "sort)", "'sort", '"sort', '"graph sort"', "sort\\", "-sort", "sort,graph", "%s"),
    *("sort%", "s_rt", "sort_graph", "\0sort\0", "{sort}", "$1", "sort' OR '1'='1", "sort.graph"),
    *("sort-graph", "sort@graph.com", "https://sort/graph", "sort\n\tgraph", "😀 sort", "it's"),
    *("a" * 1_000_000, "é" * 1_000_000, "sort " * 200_000, "'" * 1_000_000 + "sort"),
    *("s" * 199 + " sort", "sort " + "!" * 193 + " sorting", " " * 199 + "sort", "s" * 150 + "t"),
    "e\u0301" * 100 + " sort",
    *("s " * 60 + "graph", "s so sor sort g gr gra grap graph zoo", "x" * 3_000),
)


@pytest.fixture
def library(new_database, before, answer):
    """The answer and the starter, on one table in a database of its own."""
    create_table(answer.Article, answer.SQL, names=("Article", "SQL"))
    before.Article._meta.db_table = answer.Article._meta.db_table
    return answer


def test_answer(library, before):
    """Finds the same articles in the same order, page by page.

    Tries: words, beginnings, accents, rank, page, now.
    """
    compare(library, before, TYPED[:3], "of no article")
    articles = library.Article.objects
    written("Writing articles", lambda: articles.bulk_create(drawn(library.Article, 120)))
    compare(library, before, TYPED, "")
    written(
        "Writing articles",
        lambda: articles.filter(pk__gt=articles.order_by("pk")[60].pk).update(title="Déjà vu"),
    )
    compare(library, before, TYPED, "after titles have changed")
    written("Writing articles", lambda: articles.update(body="Sorting " * 60))
    compare(library, before, TYPED, "after texts have changed")
    newest = list(articles.order_by("-pk")[:25])
    written("Deleting articles", lambda: articles.filter(pk__in=[it.pk for it in newest]).delete())
    compare(library, before, TYPED[:3], "after articles were deleted")


def test_hostile(library, before):
    """Finds what it should, whatever is typed.

    Tries: words, nothing.
    """
    written(
        "Writing articles", lambda: library.Article.objects.bulk_create(drawn(library.Article, 60))
    )
    body = f"{'s' * 199} and {'é' * 200}, {'a' * 200}"
    written(
        "Writing articles", lambda: library.Article.objects.create(title="Long words", body=body)
    )
    compare(library, before, NOTHING, "")
    compare(library, before, HOSTILE, "")


def test_pages_read(library):
    """Finds a word that few articles have by an index.

    Tries: beginnings, pages read, queries, fetched.
    """
    table = connection.ops.quote_name(library.Article._meta.db_table)
    written("Writing articles", lambda: add_articles(table, MANY, FEW))
    why = f"to find the {FEW} articles with this word among {MANY:,}"
    rare = "%Quetzal%"
    for text, body in (("Quétz", rare), ("quetzal pang", rare), ("common", "%"), ("co que", rare)):
        most = {"why": "for a page of 20"} if "co" in text else {"blocks": READ, "why": why}
        got = at_most(lambda text=text: library.search(text), queries=2, rows=25, kib=KIB, **most)
        right = send(
            f"SELECT id, title FROM {table} WHERE body LIKE %s ORDER BY id DESC LIMIT 20", body
        )
        same(got, [{"id": key, "title": title} for key, title in right], call=f"search({text!r})")


def compare(library, before, texts, given):
    """Ask for each page, until there is none any more.

    The words of the articles are found once: the starter finds them anew for each page.
    """
    articles = [
        ({"id": key, "title": title}, {*before.words(title)}, {*before.words(f"{title} {body}")})
        for key, title, body in library.Article.objects.order_by("-pk").values_list(
            "pk", "title", "body"
        )
    ]
    for text in texts:
        every = found(before.words(text[:200]), articles)
        for page in range(1, 12):
            call = f"search({shown(text)}{f', page={page}' if page > 1 else ''})"
            right = every[SIZE * (page - 1) : SIZE * page]
            try:
                got = library.search(text, page) if page > 1 else library.search(text)
                same(got, right, call=call, given=given)
            except (DatabaseError, ValueError) as error:
                reason = (str(error).splitlines() or [""])[0]
                raise fail(f"{call}: {type(error).__name__}, {reason:.200}") from None
            if not right:
                break


def found(beginnings, articles):
    """Return the articles that should be found: first those with every word in the title."""

    def begin(words):
        return all(any(word.startswith(each) for word in words) for each in {*beginnings})

    if not beginnings:
        return []
    titles = [article for article, title, _ in articles if begin(title)]
    others = [article for article, title, words in articles if begin(words) and not begin(title)]
    return titles + others


def shown(text):
    """Return a text for the screen, in one short line."""
    return repr(text) if len(text) <= 40 else f"{text[:20]!r} ..., {len(text):,} characters"


def drawn(kind, number):
    """Yield articles of some words; a few bodies say one word very often."""
    random = Random(number)
    for nth in range(number):
        title, body = (" ".join(random.choices(WORDS, k=random.randint(1, 4))) for _ in "ab")
        yield kind(title=title, body=f"{body} " * (40 if nth % 9 == 0 else 1))


def send(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall() if cursor.description else []
