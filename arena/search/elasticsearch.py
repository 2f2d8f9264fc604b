"""Elasticsearch or OpenSearch, by the few requests of their common HTTP API that Arena needs."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urlsplit
from urllib.request import Request, urlopen

from arena.search.backends import SearchError, words_of

WRITING = 30.0  # seconds; only searches have a visitor who waits
TEXT = {"mappings": {"properties": {"text": {"type": "text"}}}}


class ElasticsearchBackend:
    """A server, named by a URL such as ``http://user:password@localhost:9200``."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        host = parts.netloc.rpartition("@")[2]
        self._url = f"{parts.scheme}://{host}{parts.path.rstrip('/')}"
        self._headers = {"Content-Type": "application/json"}
        if parts.username:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            self._headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"

    def search(self, index: str, words: str, *, limit: int = 20, timeout: float = 1.0) -> list[int]:
        """Return the keys of the documents with all of the words, the best hit first.

        The server gets the same time as the socket: without it, it goes on for nobody.
        """
        query = {"match": {"text": {"query": " ".join(words_of(words)), "operator": "and"}}}
        body = {
            "query": query,
            "size": limit,
            "_source": False,
            "timeout": f"{max(1, round(timeout * 1000))}ms",
        }
        found = self._ask("POST", f"/{quote(index)}/_search", body, timeout=timeout)
        if found["timed_out"] or found["_shards"]["failed"]:
            raise SearchError("The engine has answered for a part of the index only.")
        return [int(hit["_id"]) for hit in found["hits"]["hits"]]

    def put(self, index: str, documents: Mapping[int, str]) -> None:
        """Add documents, or replace those with the same keys. The next search finds them."""
        lines: list[Any] = []
        for key, text in documents.items():
            lines += [{"index": {"_id": str(key)}}, {"text": text}]
        self._bulk(index, lines)

    def remove(self, index: str, keys: Iterable[int]) -> None:
        """Remove documents; keys that are not there are ignored."""
        self._bulk(index, [{"delete": {"_id": str(key)}} for key in keys])

    def create(self, index: str) -> None:
        """Make an empty index; the name must be free."""
        self._ask("PUT", f"/{quote(index)}", TEXT)

    def drop(self, index: str) -> None:
        """Remove an index, and the aliases that name it."""
        self._ask("DELETE", f"/{quote(index)}")

    def indexes(self) -> list[str]:
        """Return the names of all indexes, sorted, but for the server's own."""
        rows = self._ask("GET", "/_cat/indices?format=json&h=index")
        return sorted(row["index"] for row in rows if not row["index"].startswith("."))

    def switch(self, alias: str, index: str) -> None:
        """Let an alias name this index from now on: both actions are one step for the server."""
        old = self.target(alias)
        actions = [{"remove": {"index": old, "alias": alias}}] if old else []
        actions.append({"add": {"index": index, "alias": alias}})
        self._ask("POST", "/_aliases", {"actions": actions})

    def target(self, alias: str) -> str | None:
        """Return the index that an alias names, None if there is no such alias."""
        found = self._ask("GET", f"/_alias/{quote(alias)}", missing={})
        return next(iter(found), None)

    def _bulk(self, index: str, lines: Sequence[Any]) -> None:
        # The server would make a missing index by itself, also one with the name of an alias.
        self._ask("HEAD", f"/{quote(index)}")
        if not lines:
            return
        body = "".join(json.dumps(line) + "\n" for line in lines)
        done = self._ask("POST", f"/{quote(index)}/_bulk?refresh=true", body)
        if done["errors"]:
            raise SearchError("The engine has refused some of the documents.")

    def _ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        timeout: float = WRITING,
        missing: Any = None,
    ) -> Any:
        """Send a request and return what the server says, or ``missing`` where it has nothing."""
        text = body if body is None or isinstance(body, str) else json.dumps(body)
        data = None if text is None else text.encode()
        request = Request(self._url + path, data, self._headers, method=method)
        try:
            with urlopen(request, timeout=timeout) as response:
                said = response.read()
            return json.loads(said) if said else None
        except HTTPError as error:
            with error:
                if error.code == 404 and missing is not None:
                    return missing
                raise SearchError(f"{method} {path}: {error.code} {error.reason}") from error
        except (OSError, HTTPException, ValueError) as error:
            raise SearchError(f"{method} {path}: {error}") from error
