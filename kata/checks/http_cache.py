"""What caches between a visitor and the site may do with a response: a model of RFC 9111.

A browser's cache is for one visitor, and a CDN's is shared by all.
"""

from __future__ import annotations

import re
from typing import Any

BROWSER, CDN = "a browser", "a CDN"
OF_HEADERS = "private", "no-cache"  # private="Set-Cookie" is about that header alone
DIRECTIVE = re.compile(r'([\w-]+)(?:\s*=\s*("[^"]*"|[^,\s]*))?')


def directives(response: Any) -> dict[str, str]:
    """Return what Cache-Control says of the whole response, and not of some of its headers."""
    pairs = DIRECTIVE.findall(response.get("Cache-Control", ""))
    said = {name.lower(): value for name, value in pairs}
    return {name: value for name, value in said.items() if name not in OF_HEADERS or not value}


def varies(response: Any) -> set[str]:
    """Return the names in Vary, in lower case."""
    return {word.strip().lower() for word in response.get("Vary", "").split(",")} - {""}


def may_store(response: Any, cache: str) -> bool:
    """Return whether a cache may store a response, even if it has to ask before it uses it."""
    said = directives(response)
    return "no-store" not in said and not (cache == CDN and "private" in said)


def seconds_stored(response: Any, cache: str) -> int | None:
    """Return for how many seconds a cache may use a response without asking.

    Returns:
        None if nothing says so: then each cache decides for itself.
    """
    said, shared = directives(response), cache == CDN
    if not may_store(response, cache) or "no-cache" in said or "*" in varies(response):
        return 0
    for name in ("s-maxage", "max-age") if shared else ("max-age",):
        if said.get(name, "").isdigit():
            # After its time a cache may use it a little longer, and ask in the background.
            more = said.get("stale-while-revalidate", "")
            return int(said[name]) + (int(more) if more.isdigit() else 0)
    return None
