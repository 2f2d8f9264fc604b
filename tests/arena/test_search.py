"""Every search engine behind the interface does the same.

``SEARCH_URL`` names a real Elasticsearch or OpenSearch to try as well, such as
``http://localhost:9200``; what the tests make there they remove again.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import pytest

from arena.search.backends import MemoryBackend, SearchBackend, SearchError
from arena.search.elasticsearch import ElasticsearchBackend
from arena.search.engine import TantivyBackend

ENGINES = ["memory", "tantivy", *(["server"] if os.environ.get("SEARCH_URL") else [])]
BIG = 2**31 + 5


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> SearchBackend:
    if request.param == "memory":
        return MemoryBackend()
    if request.param == "tantivy":
        return TantivyBackend()
    return ElasticsearchBackend(os.environ["SEARCH_URL"])


@pytest.fixture
def names(engine: SearchBackend) -> Iterator[list[str]]:
    """Names that nobody else has; what has them is removed."""
    names = [f"kata-test-{uuid4().hex}" for _ in range(3)]
    yield names
    for name in names:
        with suppress(SearchError):
            engine.drop(name)


def test_finds_documents_with_all_of_the_words(engine, names):
    index, *_ = names
    engine.create(index)
    texts = {1: "A slow page among many others", BIG: "Slow page, slow PAGE", 3: "page"}
    engine.put(index, texts)
    assert engine.search(index, "page Slow") == [BIG, 1]
    assert set(engine.search(index, "page")) == {1, BIG, 3}
    assert len(engine.search(index, "page", limit=2)) == 2
    assert engine.search(index, "page", limit=0) == []
    assert engine.search(index, "pag") == []


@pytest.mark.parametrize("words", ["", "  ", "%", "text:", '"', "AND", "\0", "../_all"])
def test_words_are_no_language(engine, names, words):
    index, *_ = names
    engine.create(index)
    engine.put(index, {1: "A slow page"})
    assert engine.search(index, words) == []
    assert engine.search(index, 'slow) *"') == [1]


def test_a_document_is_replaced_and_removed(engine, names):
    index, *_ = names
    engine.create(index)
    engine.put(index, {1: "old", 2: "old"})
    engine.put(index, {1: "new"})
    engine.put(index, {})
    assert [engine.search(index, word) for word in ("old", "new")] == [[2], [1]]
    engine.remove(index, [2, 77])
    engine.remove(index, [])
    assert engine.search(index, "old") == []


def test_an_alias_names_one_index_after_the_other(engine, names):
    old, new, alias = names
    for index in (old, new):
        engine.create(index)
    assert engine.target(alias) is None
    engine.switch(alias, old)
    engine.put(alias, {1: "word"})
    engine.put(new, {2: "word"})
    assert (engine.target(alias), engine.search(alias, "word")) == (old, [1])
    engine.switch(alias, new)
    assert (engine.target(alias), engine.search(alias, "word")) == (new, [2])
    engine.remove(alias, [2])
    assert engine.search(new, "word") == []
    assert {old, new} <= {*engine.indexes()}
    assert alias not in engine.indexes()
    with pytest.raises(SearchError):
        engine.drop(alias)
    engine.drop(new)
    assert engine.target(alias) is None
    assert new not in engine.indexes()


def test_refuses_what_is_not_there_and_what_is_there_already(engine, names):
    index, other, alias = names
    engine.create(index)
    engine.switch(alias, index)
    refused = [
        lambda: engine.create(index),
        lambda: engine.create(alias),
        lambda: engine.switch(index, index),
        lambda: engine.switch(alias, other),
        lambda: engine.search(other, "word"),
        lambda: engine.put(other, {1: "word"}),
        lambda: engine.remove(other, [1]),
        lambda: engine.drop(other),
    ]
    for call in refused:
        with pytest.raises(SearchError):
            call()
    assert engine.target(alias) == index
    assert other not in engine.indexes()


# What a server on the network can do besides.


@contextmanager
def server(*said: tuple[int, bytes], silent: float = 0) -> Iterator[tuple[str, list[Any]]]:
    """Yield the URL of a server that says these things in turn, and what it is told."""
    told: list[Any] = []
    saying = iter(said)

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length).decode()
            told.append((self.command, self.path, self.headers.get("Authorization"), body))
            time.sleep(silent)
            code, text = next(saying)
            with suppress(OSError):  # the client may have gone
                self.send_response(code)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = answer

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://me:p%40ss@127.0.0.1:{http.server_port}/search", told
        finally:
            http.shutdown()
            thread.join()


def hits(**changed: Any) -> bytes:
    answer = {
        "timed_out": False,
        "_shards": {"failed": 0},
        "hits": {"hits": [{"_id": "7"}, {"_id": "3"}]},
    }
    return json.dumps({**answer, **changed}).encode()


def test_a_server_is_asked_in_its_own_terms():
    with server((200, hits())) as (url, told):
        found = ElasticsearchBackend(url).search("posts", "Slow page", limit=5, timeout=0.5)
    assert found == [7, 3]
    [(method, path, who, body)] = told
    assert (method, path, who) == ("POST", "/search/posts/_search", "Basic bWU6cEBzcw==")
    assert json.loads(body) == {
        "query": {"match": {"text": {"query": "slow page", "operator": "and"}}},
        "size": 5,
        "_source": False,
        "timeout": "500ms",
    }


def test_documents_travel_in_one_request():
    with server((200, b""), (200, b'{"errors": false}')) as (url, told):
        ElasticsearchBackend(url).put("posts", {7: "Zoë", 3: "two\nlines"})
    assert [request[:2] for request in told] == [
        ("HEAD", "/search/posts"),
        ("POST", "/search/posts/_bulk?refresh=true"),
    ]
    assert list(map(json.loads, told[1][3].splitlines())) == [
        {"index": {"_id": "7"}},
        {"text": "Zoë"},
        {"index": {"_id": "3"}},
        {"text": "two\nlines"},
    ]


def test_an_alias_is_switched_in_one_request():
    with server((200, b'{"posts-1": {}}'), (200, b"{}")) as (url, told):
        ElasticsearchBackend(url).switch("posts", "posts-2")
    assert json.loads(told[1][3]) == {
        "actions": [
            {"remove": {"index": "posts-1", "alias": "posts"}},
            {"add": {"index": "posts-2", "alias": "posts"}},
        ]
    }


@pytest.mark.parametrize(
    "said",
    [
        (503, b"{}"),
        (404, b"{}"),
        (200, b"<html>a proxy's page</html>"),
        (200, hits(timed_out=True)),
        (200, hits(_shards={"failed": 1})),
    ],
)
def test_half_an_answer_is_none(said):
    with server(said) as (url, _), pytest.raises(SearchError):
        ElasticsearchBackend(url).search("posts", "page")


def test_a_refused_document_is_an_error():
    with server((200, b""), (200, b'{"errors": true}')) as (url, _), pytest.raises(SearchError):
        ElasticsearchBackend(url).put("posts", {1: "page"})


def test_a_silent_server_is_given_up():
    with server((200, hits()), silent=0.5) as (url, _), pytest.raises(SearchError, match="timed"):
        ElasticsearchBackend(url).search("posts", "page", timeout=0.05)


def test_a_server_that_is_down_is_an_error():
    with server() as (url, _):
        pass
    with pytest.raises(SearchError):
        ElasticsearchBackend(url).search("posts", "page")
