"""What Arena asks of a search engine, and one in a dictionary.

The interface has the shape of Elasticsearch: documents with keys in named indexes, and aliases,
names that can be switched from one index to another in one step. ``MemoryBackend`` is for tests;
``arena.search.engine`` runs tantivy in this process, ``arena.search.elasticsearch`` asks a server.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any, Protocol, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


class SearchError(Exception):
    """The engine is down or too slow, or refuses: there is no such index, for example."""


class SearchBackend(Protocol):
    """A search engine. Where an index is expected, an alias of one will do, but for ``drop``.

    Every method raises ``SearchError`` when the engine cannot do it.
    """

    def search(self, index: str, words: str, *, limit: int = 20, timeout: float = 1.0) -> list[int]:
        """Return the keys of the documents with all of the words, the best hit first.

        Args:
            limit: how many keys at most.
            timeout: seconds after which a silent engine counts as too slow.
        """
        ...

    def put(self, index: str, documents: Mapping[int, str]) -> None:
        """Add documents, or replace those with the same keys. The next search finds them."""
        ...

    def remove(self, index: str, keys: Iterable[int]) -> None:
        """Remove documents; keys that are not there are ignored."""
        ...

    def create(self, index: str) -> None:
        """Make an empty index; the name must be free."""
        ...

    def drop(self, index: str) -> None:
        """Remove an index, and the aliases that name it."""
        ...

    def indexes(self) -> list[str]:
        """Return the names of all indexes, sorted; aliases are not among them."""
        ...

    def switch(self, alias: str, index: str) -> None:
        """Let an alias name this index from now on, in one step; it is made if need be."""
        ...

    def target(self, alias: str) -> str | None:
        """Return the index that an alias names, None if there is no such alias."""
        ...


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case: what stands between spaces and punctuation."""
    return re.findall(r"[^\W_]+", text.lower())


def alone(method: F) -> F:
    """Let one thread at a time into the methods of an engine in this process."""

    @wraps(method)
    def locked(self: Any, *args: Any, **kwargs: Any) -> Any:
        with self._lock:
            return method(self, *args, **kwargs)

    return locked  # type: ignore[return-value]


class Names:
    """The indexes and aliases of an engine in this process."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._indexes: dict[str, Any] = {}
        self._aliases: dict[str, str] = {}

    def _new(self) -> Any:
        raise NotImplementedError

    def _find(self, index: str) -> Any:
        name = self._aliases.get(index, index)
        if name not in self._indexes:
            raise SearchError(f"There is no index {index!r}.")
        return self._indexes[name]

    @alone
    def create(self, index: str) -> None:
        """Make an empty index; the name must be free."""
        if index in self._indexes or index in self._aliases:
            raise SearchError(f"There is an index or an alias {index!r} already.")
        self._indexes[index] = self._new()

    @alone
    def drop(self, index: str) -> None:
        """Remove an index, and the aliases that name it."""
        if index in self._aliases:
            raise SearchError(f"{index!r} is an alias: name the index itself.")
        self._find(index)
        del self._indexes[index]
        self._aliases = {alias: name for alias, name in self._aliases.items() if name != index}

    @alone
    def indexes(self) -> list[str]:
        """Return the names of all indexes, sorted."""
        return sorted(self._indexes)

    @alone
    def switch(self, alias: str, index: str) -> None:
        """Let an alias name this index from now on."""
        if alias in self._indexes:
            raise SearchError(f"{alias!r} is an index, so it cannot be an alias.")
        self._find(index)
        self._aliases[alias] = self._aliases.get(index, index)

    @alone
    def target(self, alias: str) -> str | None:
        """Return the index that an alias names, None if there is no such alias."""
        return self._aliases.get(alias)


class MemoryBackend(Names):
    """An engine in a dictionary, with the behaviour of a real one: for tests of a site.

    It reads every document for every search.
    """

    def _new(self) -> dict[int, list[str]]:
        return {}

    @alone
    def search(self, index: str, words: str, *, limit: int = 20, timeout: float = 1.0) -> list[int]:
        """Return the keys of the documents with all of the words, the one with most of them first.

        Of two with as many, the shorter one.
        """
        asked = set(words_of(words))
        hits = [
            (-sum(map(text.count, asked)), len(text), key)
            for key, text in self._find(index).items()
            if asked and asked <= {*text}
        ]
        return [key for *_, key in sorted(hits)[:limit]]

    @alone
    def put(self, index: str, documents: Mapping[int, str]) -> None:
        """Add documents, or replace those with the same keys."""
        texts = {key: words_of(text) for key, text in documents.items()}
        self._find(index).update(texts)

    @alone
    def remove(self, index: str, keys: Iterable[int]) -> None:
        """Remove documents; keys that are not there are ignored."""
        found = self._find(index)
        for key in keys:
            found.pop(key, None)
