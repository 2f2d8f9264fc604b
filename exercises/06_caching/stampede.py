"""When the front page's numbers run out of the cache, everybody computes them at once.

Arena's statistics take seconds to compute and are kept for a minute. When the minute is over, the
next visitor finds nothing and begins to compute; so does everybody who comes until the first one is
done. Eight visitors make the database do the same work eight times, at the busiest hour, and each
of them slows down the others.

Change once() so that of all who miss at the same time one computes, and the others wait for what
that one stores. They may be threads of this process or of others: all they share is the cache.

Allowed: one computation for 8 callers at once, and at most 2 round trips to the cache when it has
the value. If compute() raises, its caller gets the exception, and the next call computes again and
does not wait for anything. If the process dies, or hangs, in the middle of compute() or anywhere
else, others wait for a minute at most: but for the value, nothing that it leaves in the cache may
stay longer. Calls with other keys wait for nothing. The value stays in the cache for `timeout`
seconds, as it does now. compute() takes less than 20 seconds and never returns None.
"""

from django.core.cache import cache


def once(key, compute, timeout=60):
    # TODO: everybody who comes before the value is stored computes it as well.
    return cache.get_or_set(key, compute, timeout)
