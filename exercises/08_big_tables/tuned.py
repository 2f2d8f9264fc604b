"""Arena's database reads its disk all day, although its server has memory to spare.

The server has 16 GB of memory, 4 cores and an SSD, and runs nothing but PostgreSQL. Arena keeps 100
connections open.

Change TEXT, the whole postgresql.conf, so that it suits this server.

Rules:
- starts: PostgreSQL starts with it.
- cache: shared_buffers is 25% to 40% of the memory.
- clients: 100 clients can connect, none of them a superuser.
- memory: shared_buffers, and one work_mem for each of max_connections, are at most 12 GB.
- sort: a sort of 20 MB takes place in memory.
- disk: a random page costs 1 to 2 times as much as a sequential one.
- plans: 900 rows by key, out of 150,000, are read through the index. No enable_ setting is changed.
"""

# TODO: these are PostgreSQL's own defaults, which suit a small server with a disk that spins.
TEXT = """\
max_connections = 100
shared_buffers = 128MB
work_mem = 4MB
random_page_cost = 4.0
"""
