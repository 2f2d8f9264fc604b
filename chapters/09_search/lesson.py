# %% [markdown]
# # Search
#
# *Twenty-five minutes.* A visitor types words and expects the texts that have them. This lesson
# searches up to 100,000 texts in five ways, one of them with an engine outside the database.

# %% tags=["setup"]
from random import Random
from time import perf_counter

from kata.notebook import Pair, bars, chart, plan, predict, queries, race, sandbox

sandbox()

# %% [markdown]
# ## Report: a search that gets slower, and misses the answer
#
# > *"Searching the help takes seconds now. And it's useless: I type 'deques', and it doesn't find the
# > article that says 'deque'."*
#
# This is the code behind the search box:

# %%
from django.db import connection, models
from django.db.models import Q


class Text(models.Model):
    title = models.CharField(max_length=200)
    body = models.TextField()
    author = models.IntegerField(db_index=True)

    class Meta:
        app_label = "discuss"
        abstract = True


class Article(Text):
    class Meta:
        app_label = "discuss"
        db_table = "article"


def keys(found):
    return list(found.order_by("-pk").values_list("pk", flat=True))


def by_letters(word):
    return keys(Article.objects.filter(Q(title__icontains=word) | Q(body__icontains=word)))


with connection.cursor() as cursor:
    cursor.execute("DROP TABLE IF EXISTS article")  # if you run this cell again
with connection.schema_editor() as editor:
    editor.create_model(Article)

# %% [markdown]
# Arena's help is small, so we write some: sentences from Arena and words that nobody uses. One article
# in 2,000 is about a bird, the quetzal.

# %%
from arena.words import SENTENCES

LETTERS = "bacedifoguhajekilomunaperisotuvawexiyozu"
SYLLABLES = [LETTERS[place : place + 2] for place in range(0, len(LETTERS), 2)]
random = Random(9)


def sentence():
    words = ("".join(random.choices(SYLLABLES, k=4)) for _ in range(4))
    return f"{random.choice(SENTENCES)} {' '.join(words)}."


def send(statement, *params):
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall() if cursor.description else []


def write(first, last):
    into = "COPY article (id, title, body, author) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for key in range(first, last + 1):
            bird = "Quetzals are birds." if key % 2000 == 7 else ""
            copy.write_row((key, f"Help {key}", f"{sentence()} {bird}", key * 7919 % 5000))


def tidy(*tables):
    for table in tables:
        send(f"VACUUM ANALYZE {table}")


send("TRUNCATE article")
write(1, 1000)
tidy("article")
with queries():
    by_letters("quetzal")

# %% [markdown]
# ## Predict: 100,000 articles
#
# PostgreSQL can also store the *words* of each article, and keep an [index](../../site/glossary.md#index) of these words.

# %%
stored_guess = predict("How much faster is an index of words than icontains?", ..., unit="times")
stored_guess

# %% [markdown]
# And it can find the words of each article while it searches, without storing anything. That function is
# called `to_tsvector()`, and Django's `SearchVector` calls it.

# %%
fly_guess = predict("How much slower is to_tsvector() in the query than a stored vector?", ...)
fly_guess

# %% [markdown]
# ## Experiment: five ways to search, as the help grows
#
# **Words on the fly.** `SearchVector` in the query.

# %%
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField

VECTOR = SearchVector("title", "body", config="english")


def on_the_fly(word):
    found = Article.objects.annotate(vector=VECTOR)
    return keys(found.filter(vector=SearchQuery(word, config="english")))


# %% [markdown]
# **Stored words.** A generated column has the vector, and a GIN index has its words. It is a second
# table here, so that both can be measured.

# %%


class Stored(Text):
    vector = models.GeneratedField(
        expression=VECTOR, output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        app_label = "discuss"
        db_table = "stored"


WORDS = GinIndex("vector", name="stored_words")


def by_words(word):
    return keys(Stored.objects.filter(vector=SearchQuery(word, config="english")))


# %% [markdown]
# **Trigrams.** The extension `pg_trgm` indexes every three letters in a row, so an index can serve
# `icontains`. Django compiles `icontains` to `UPPER(body) LIKE UPPER(…)`: the index has to be on `UPPER`
# as well, or it is never used. (In a model, write `GinIndex(OpClass(Upper("body"), name="gin_trgm_ops"),
# name=…)`, with `django.contrib.postgres` in `INSTALLED_APPS`.)

# %%
send("CREATE EXTENSION IF NOT EXISTS pg_trgm")


def index_letters():
    for column in ("title", "body"):
        send(f"CREATE INDEX {column}_letters ON article USING gin (UPPER({column}) gin_trgm_ops)")


# %% [markdown]
# **An engine outside.** [Tantivy](https://docs.rs/tantivy) is a search library of the same family as Lucene, which
# is inside Elasticsearch. It stores its index in files of its own and knows nothing about
# PostgreSQL. It runs in this process; Elasticsearch would also cost a round trip.

# %%
from pathlib import Path
from tempfile import TemporaryDirectory

import tantivy

folder = TemporaryDirectory()
schema = tantivy.SchemaBuilder()
schema.add_unsigned_field("id", stored=True, indexed=True, fast=True)
schema.add_unsigned_field("author", indexed=True, fast=True)
schema.add_text_field("title", tokenizer_name="en_stem")
schema.add_text_field("body", tokenizer_name="en_stem")
outside = tantivy.Index(schema.build(), path=folder.name)


def tell_outside(articles):
    writer = outside.writer(num_threads=1)
    for key, title, body, author in articles:
        document = tantivy.Document(title=title, body=body)
        document.add_unsigned("id", key)
        document.add_unsigned("author", author)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    outside.reload()


def empty_outside():
    writer = outside.writer(num_threads=1)
    writer.delete_all_documents()
    writer.commit()
    writer.wait_merging_threads()
    outside.reload()


def by_engine(word, limit=10_000, **order):
    searcher = outside.searcher()
    found = searcher.search(
        outside.parse_query(word, ["title", "body"], conjunction_by_default=True),
        limit,
        **(order or {"order_by_field": "id"}),
    )
    return [searcher.doc(address)["id"][0] for _, address in found.hits]


# %% [markdown]
# Now 1,000 articles, then 10,000, then 100,000. All five search for the bird.

# %%
SIZES = (1_000, 10_000, 100_000)


def ms(search, times=5):
    """Return the shortest time of several: what else the machine does only adds to it."""
    took = []
    for _ in range(times):
        began = perf_counter()
        search()
        took.append(1000 * (perf_counter() - began))
    return min(took)


ways = ("icontains", "to_tsvector() on the fly", "trigrams", "stored words, GIN", "engine outside")
seen = {way: {} for way in ways}
COLUMNS = "id, title, body, author"

send("DROP TABLE IF EXISTS stored")
send("DROP INDEX IF EXISTS title_letters, body_letters")
send("DELETE FROM article WHERE id > %s", SIZES[0])
empty_outside()
with connection.schema_editor() as editor:
    editor.create_model(Stored)

before = 0
for size in SIZES:
    if before:
        write(before + 1, size)
        send("DROP INDEX title_letters, body_letters, stored_words")
    send(f"INSERT INTO stored ({COLUMNS}) SELECT {COLUMNS} FROM article WHERE id > %s", before)
    tidy("article", "stored")
    seen["icontains"][size] = ms(lambda: by_letters("quetzal"))
    seen["to_tsvector() on the fly"][size] = ms(lambda: on_the_fly("quetzal"), times=1)
    with connection.schema_editor() as editor:
        editor.add_index(Stored, WORDS)
    index_letters()
    added = send(f"SELECT {COLUMNS} FROM article WHERE id > %s", before)
    began = perf_counter()
    tell_outside(added)
    outside_rate = len(added) / (perf_counter() - began)
    seen["trigrams"][size] = ms(lambda: by_letters("quetzal"))
    seen["stored words, GIN"][size] = ms(lambda: by_words("quetzal"))
    seen["engine outside"][size] = ms(lambda: by_engine("quetzal"))
    assert by_words("quetzal") == by_letters("quetzal") == by_engine("quetzal")
    before = size

# %%
thousands = {way: {size / 1000: ms for size, ms in took.items()} for way, took in seen.items()}
without = {way: took for way, took in thousands.items() if way != ways[1]}
Pair(
    chart("A rare word, as the help grows", thousands, x="articles, in thousands", y="ms"),
    chart("The same without parsing on the fly", without, x="articles, in thousands", y="ms"),
)

# %%
many = SIZES[-1]
stored_guess.measured(seen["icontains"][many] / seen["stored words, GIN"][many])

# %%
fly_guess.measured(seen["to_tsvector() on the fly"][many] / seen["stored words, GIN"][many])

# %% [markdown]
# Two lines climb with every article, and the steeper one is the surprise: looking for words *without* an
# index is slower than looking for letters. It parses every article, stems each word, and throws the
# result away. The other three hardly notice the size. The engine is the quickest here, because it runs in this very
# process. Of the time for stored words, most is Django and the way to the server: a plan below says how
# long PostgreSQL works.
#
# ## Why: a book's index
#
# ### The inverted index
#
# `icontains` reads every article from beginning to end, like a reader without an index. A search vector is the
# list of words of one text. `to_tsvector()` makes it: lower case, stems instead of forms, no stop words, and the
# position of each word.

# %%
[[vector]] = send("SELECT to_tsvector('english', 'Sorting sorts it: the sorted graphs are graphs')")
vector

# %% [markdown]
# An *inverted* index turns the lists around. For each word it stores the rows that have it:

# %%
texts = {1: "Sorting the graph", 2: "Sorted, and sorted again", 3: "A graph"}
inverted = {}
for key, text in texts.items():
    [[words]] = send("SELECT tsvector_to_array(to_tsvector('english', %s))", text)
    for word in words:
        inverted.setdefault(word, []).append(key)
inverted

# %% [markdown]
# To find "sorting graphs", look up two words and keep the keys that are in both lists. GIN does that, and so do
# Lucene and Tantivy. Only articles that are found are read. Compare
# the [plans](../../site/glossary.md#plan):

# %%
bird = SearchQuery("bird", config="english")
plan(Article.objects.annotate(vector=VECTOR).filter(vector=bird))

# %%
plan(Stored.objects.filter(vector=bird))

# %% [markdown]
# ### They don't find the same
#
# Letters are not words. Each way answers another question, so choose by the question first:

# %%
kinds = {"icontains": by_letters, "stored words": by_words, "engine": by_engine}
for word in ("quetzal", "etza", "deque", "deques"):
    print(f"{word:<8}", {name: len(find(word)) for name, find in kinds.items()})

# %% [markdown]
# The visitor in the report was right: no article says "deques", so letters find nothing. Words find every
# form. But a visitor who types the middle of a word finds nothing by words. For that, and for typing errors, use
# trigrams.
#
# ## The price: space, writes, the first page, and a second copy
#
# ### Space

# %%
[[table, words, letters]] = send(
    """
    SELECT pg_table_size('article'), pg_relation_size('stored_words'),
        pg_relation_size('title_letters') + pg_relation_size('body_letters')
    """
)
[[vectors]] = send("SELECT sum(pg_column_size(vector)) FROM stored")
files = sum(file.stat().st_size for file in Path(folder.name).iterdir())

# %%
bars(
    "What 100,000 articles take",
    {
        "the table": table / 1e6,
        "stored vectors": float(vectors) / 1e6,
        "their GIN index": words / 1e6,
        "trigram indexes": letters / 1e6,
        "engine outside": files / 1e6,
    },
    unit="MB",
)

# %% [markdown]
# ### Writes
#
# Each new article has to be entered under each of its words, or under each three letters. The engine got
# 90,000 articles, and one commit for all of them.

# %%
fresh = [(f"Help {key}", sentence(), key) for key in range(2000)]


def per_second(insert):
    began = perf_counter()
    insert()
    return len(fresh) / (perf_counter() - began)


def insert_into(table):
    into = f"COPY {table} (title, body, author) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in fresh:
            copy.write_row(row)


send("DROP TABLE IF EXISTS bare")
for table in ("article", "stored"):
    send(f"DELETE FROM {table} WHERE id > 200000")
send("CREATE TABLE bare (LIKE article INCLUDING DEFAULTS INCLUDING IDENTITY)")
send("ALTER SEQUENCE article_id_seq RESTART WITH 200001")
send("ALTER SEQUENCE stored_id_seq RESTART WITH 200001")
rates = {
    "no search": per_second(lambda: insert_into("bare")),
    "stored words, GIN": per_second(lambda: insert_into("stored")),
    "trigrams": per_second(lambda: insert_into("article")),
    "engine outside": outside_rate,
}

# %%
bars("Inserted in a second", rates, unit="articles")

# %% [markdown]
# GIN makes this cheaper than it could be: new entries go into a *pending list* first. A search reads this
# whole list as well, until autovacuum has moved it into the index. After an import, run `VACUUM`. When
# searches have to stay even, set `fastupdate = off`, and pay on each write.
#
# ### The first page
#
# So far, each search fetched every match. A page shows the newest twenty. That should be less work.
#
# PostgreSQL keeps statistics of the thousand most common words of a column. A real site has many more
# words; our small help has not, so this cell lowers the number to a hundred.

# %%
from django.db.models import F

send("DELETE FROM stored WHERE id > 200000")
send("ALTER TABLE stored ALTER vector SET STATISTICS 10")
tidy("stored")


def first_page(word, *order):
    found = Stored.objects.filter(vector=SearchQuery(word, config="english"))
    return found.order_by(*order).values("pk", "title")[:20]


plan(first_page("quetzal", "-pk"))

# %% [markdown]
# Look: no GIN index. The word isn't in the statistics, so PostgreSQL assumes that more articles have it than do.
# It reads the primary key backwards and expects to meet twenty of them soon. Sort by an
# expression that has no index, and this way is closed:

# %%
plan(first_page("quetzal", (F("pk") + 0).desc()))

# %% [markdown]
# For a common word, reading backwards is the better plan. Look at the plans of both kinds of words before you
# choose.
#
# ### Ranks
#
# One article in twenty says "proof". Its first page, by date and by rank:

# %%
rank = SearchRank("vector", SearchQuery("proof", config="english"))
pages = {
    "PostgreSQL, newest": ms(lambda: list(first_page("proof", "-pk"))),
    "PostgreSQL, best rank": ms(lambda: list(first_page("proof", rank.desc(), "-pk"))),
    "engine, newest": ms(lambda: by_engine("proof", 20)),
    "engine, best rank": ms(lambda: by_engine("proof", 20, offset=0)),
}

# %%
bars("The first page of a word that one article in twenty has", pages, unit="ms")

# %%
plan(first_page("proof", rank.desc(), "-pk"))

# %% [markdown]
# GIN knows which articles match, and not their ranks. PostgreSQL fetches every match, computes
# `ts_rank()` from its vector, and sorts: the work grows with the number of *matches*. A search engine stores how
# often each word occurs next to the list, and skips whatever can't reach the first twenty. **This is
# where it begins to pay.**
#
# Two articles often have the same rank, so a rank alone is no order: add the key, or pages repeat and skip
# rows. And `ts_rank()` looks at one article only. Engines rank by BM25, where a rare word counts for more.
#
# ### A second copy
#
# The engine outside takes no part in your transaction:

# %%
from django.db import transaction

count = len(by_engine("axolotl"))
with transaction.atomic():
    article = Article.objects.create(title="Axolotl", body="Regrows a leg.", author=1)
    tell_outside([(article.pk, article.title, article.body, article.author)])
    transaction.set_rollback(True)

print("in the database:", Article.objects.filter(title="Axolotl").count())
print("in the engine:  ", len(by_engine("axolotl")) - count)

# %% [markdown]
# The article was never saved, and the engine finds it. The other way round is as easy: a process that ends between
# the commit and the call leaves an article that nobody finds. The column and its GIN index can't
# get out of step, because they are part of the row.
#
# ## The claim: Elasticsearch for list reads and filters
#
# [Lessons From Scale: Django](https://doselect.com/blog/django-best-practices/) says: use Elasticsearch for list
# reads and for filters. So let's try a list with a filter and no words: the newest articles of one author.
# The engine returns keys, and the page needs rows, so there is one query for them.


# %%
def from_database():
    return list(Article.objects.filter(author=1234).order_by("-pk")[:20])


def from_engine():
    searcher = outside.searcher()
    query = outside.parse_query("author:1234")
    found = searcher.search(query, 20, order_by_field="id")
    keys = [searcher.doc(address)["id"][0] for _, address in found.hits]
    rows = Article.objects.in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


send("DELETE FROM article WHERE id > 200000")
tidy("article")
assert from_database() == from_engine()
race(from_engine, from_database, names=("engine, then rows by key", "an index on the author"))

# %% [markdown]
# **For a list that an index serves, the article is wrong today.** The engine can't win here: it returns keys, and
# fetching the rows by key costs a query, as the whole list did. A real Elasticsearch adds a round
# trip. What the article gains is a read that doesn't reach the primary; a replica gives you that
# without a second data model.
#
# For words, a stored vector with a GIN index gave most of the gain over `icontains`. A search engine pays when
# you need more of these than PostgreSQL gives:
#
# - **Ranked pages of common words**, at many searches a second: the bars above.
# - **Facets**: counts per tag, author and year for every search, over all matches.
# - **Language**: typing errors, synonyms, suggestions, and languages without spaces.
# - **Load and size**: searches on other machines than the writes, and an index larger than one machine.
#
# What you pay is a copy: an outbox and a rebuild to keep it in step, a fallback for when it is down, a second
# schema, and servers to run. Start with the column. Put the search behind one function, so that what is
# inside it can change.
#
# ### The shape of Elasticsearch's API
#
# Everything is JSON over HTTP, and OpenSearch has the same shape. Compare it with what you just ran:
#
# | | Elasticsearch | Tantivy here | PostgreSQL |
# |---|---|---|---|
# | schema | `PUT /articles` with `mappings` | `SchemaBuilder` | column and index |
# | word forms | an *analyzer* for each field | `en_stem` | configuration `english` |
# | write | `POST /_bulk`, a line for the action and a line for the document | `add_document()` | `INSERT` |
# | when it can be found | after a *refresh*, every second | after `commit()` and `reload()` | after `COMMIT` |
# | search | `POST /articles/_search` | `search()` | `SELECT` |
#
# A search for words that also filters by an author looks like this:
#
# ```json
# {
#   "query": {
#     "bool": {
#       "must": {"multi_match": {"query": "sorting", "fields": ["title^3", "body"]}},
#       "filter": {"term": {"author": 1234}}
#     }
#   },
#   "sort": ["_score", {"id": "desc"}],
#   "size": 20
# }
# ```
#
# `must` counts for the score; `filter` only says yes or no, and can be cached. The answer has
# `hits.total`, which by default is exact up to 10,000, and `hits.hits`, each with `_id`, `_score` and `_source`. Pages by
# `from` end at the 10,000th hit, unless you raise the limit; for more, send the sort values of the last hit as
# `search_after`. That is a keyset. For a rebuild, write a new index and swap an *alias*, so that no search meets
# an empty one.
#
# ## Exercises
#
# Each is one small file. Click on its name to open it beside this notebook, change it, save it, and
# run the check below. `%hint` helps, one step at a time.

# %%
# %task stored_vector

# %%
# %check stored_vector

# %%
# %task outside

# %%
# %check outside

# %%
# %task ranked

# %%
# %check ranked

# %%
# %task in_step

# %%
# %check in_step

# %%
# %task reindex

# %%
# %check reindex
