"""When the front page's numbers expire from the cache, everybody computes them at the same time.

Arena's statistics take seconds to compute and are cached for a minute. Everybody who comes
before the first is done computes them too.

Change once() so that one of them computes, and the others wait for its value.

Rules:
- one computation: for all callers of a key, in any thread or process: they share only the cache.
- value: all get it; cached for `timeout` seconds. compute() never returns None.
- errors: compute()'s caller gets its exception; the next call computes without waiting.
- dead process: if one dies or hangs anywhere, others wait a minute at most; then several may
  compute. Nothing else cached stays longer.
- other keys: never wait.
- long: compute() may take 20 seconds.

Allowed:
- trips: 2 round trips to the cache when it has the value.
"""

from django.core.cache import cache


def once(key, compute, timeout=60):
    # TODO: everybody who comes before the value is stored computes it as well.
    return cache.get_or_set(key, compute, timeout)
