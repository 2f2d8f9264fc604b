"""Two days after a release, every tenth page fails: "sorry, too many clients already".

PostgreSQL lets in as many clients as max_connections says, and turns away everybody else. Somebody
had added up who connects: 3 servers with 8 processes each, far below 100. But a process is not one
connection, servers are not all that connects, and a release has more of them for a while.

Change budget() so that it says what each part of a site may hold at the worst moment:

- "web": servers x workers x threads. Every thread has a connection of its own. If the settings have
  a pool, `pool` is its (smallest, largest) size, for each process: it opens the smallest number,
  needed or not, and more while more threads want one, up to the largest.
- "deploy": the same for the `deploy` servers that a release starts before it stops the old ones.
- "celery": machines x concurrency. Each of these processes runs one task at a time, in one thread.
  It reads the same settings as the web servers, so it has such a pool as well.
- "admin": what commands, shells and monitoring open, as given.
- "left": what remains of max_connections without those that are `reserved` for superusers. It is
  below zero when the parts need more than there is.
- "breaks": the first part, in the order above, with which the sum is too large; None if all fit.

Allowed: arithmetic, and no query. The result stays as it is: a dictionary with these six keys.
`pool` may be None, and numbers may be 0. As many as there are is not too many. `site` is not
changed.
"""


def budget(site):
    # TODO: threads, pools, releases and Celery's concurrency are not in it.
    parts = {
        "web": site["servers"] * site["workers"],
        "deploy": 0,
        "celery": site["machines"],
        "admin": site["admin"],
    }
    left = site["max_connections"] - sum(parts.values())
    breaks = max(parts, key=parts.get) if left < 0 else None
    return {**parts, "left": left, "breaks": breaks}
