"""Arena's database does not answer. After `seconds` gunicorn kills the worker.

The visitor gets no page, and the statement still runs.

databases() gets an entry of DATABASES, and `seconds`, from 10 to 120. OPTIONS has a dictionary
"pool" and may have "options"; neither limits a wait. Add time limits that end each wait earlier.
Connections use TCP, on Linux.

Rules:
- entry: what it says stays in force, in "pool" and "options" too.
- request: the longest wait for a free connection and the longest statement together take less than
  `seconds`.
- network: the same if all packets are lost, before or after a statement arrives.
- lock: a wait for a lock ends before the statement's limit.
- connect: an attempt ends before `seconds`.
- idle: PostgreSQL ends an idle transaction before `seconds`.
- patience: a statement may take a quarter of `seconds`, and every other wait a second.
"""


def databases(server, seconds):
    # TODO: PostgreSQL and TCP may wait for hours, and the pool for 30 seconds.
    return {"default": server}
