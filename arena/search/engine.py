"""tantivy: an engine in a wheel, which runs in the process that asks it.

It is Lucene's design in Rust, as Elasticsearch is Lucene behind HTTP. The indexes are in memory, so
each process has its own, and they end with it: several web workers need a server.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import tantivy

from arena.search.backends import Names, alone, words_of

HEAP = 15_000_000  # bytes for documents that are not committed yet: the least that tantivy takes


class TantivyBackend(Names):
    """A real inverted index, with words ranked by BM25."""

    def __init__(self) -> None:
        super().__init__()
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("id", stored=True, indexed=True)
        builder.add_text_field("text")
        self._schema = builder.build()

    def _new(self) -> tuple[tantivy.Index, Any]:
        index = tantivy.Index(self._schema)
        return index, index.writer(HEAP, 1)

    @alone
    def search(self, index: str, words: str, *, limit: int = 20, timeout: float = 1.0) -> list[int]:
        """Return the keys of the documents with all of the words, the best hit first.

        It runs in this process, so nothing can be silent: there is no time to run out.
        """
        found, _ = self._find(index)
        terms = [
            (tantivy.Occur.Must, tantivy.Query.term_query(self._schema, "text", word))
            for word in words_of(words)
        ]
        if not terms or limit < 1:
            return []
        searcher = found.searcher()
        hits = searcher.search(tantivy.Query.boolean_query(terms), limit).hits
        return [int(searcher.doc(address)["id"][0]) for _, address in hits]

    @alone
    def put(self, index: str, documents: Mapping[int, str]) -> None:
        """Add documents, or replace those with the same keys. The next search finds them."""
        self._write(index, documents, documents)

    @alone
    def remove(self, index: str, keys: Iterable[int]) -> None:
        """Remove documents; keys that are not there are ignored."""
        self._write(index, keys, {})

    def _write(self, index: str, old: Iterable[int], new: Mapping[int, str]) -> None:
        found, writer = self._find(index)
        for key in old:
            writer.delete_documents_by_term("id", key)
        for key, text in new.items():
            writer.add_document(tantivy.Document(id=key, text=text))
        writer.commit()
        found.reload()
