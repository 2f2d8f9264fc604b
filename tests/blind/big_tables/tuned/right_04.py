"""RIGHT: computed in Python, plain numbers without units (pages of 8 kB, and kB)."""

GB = 1024 * 1024  # in kB
MEMORY = 16 * GB
CLIENTS = 100
RESERVED = 3

CONNECTIONS = CLIENTS + RESERVED
SHARED_BUFFERS = MEMORY // 4
WORK_MEM = 60 * 1024

assert SHARED_BUFFERS + CONNECTIONS * WORK_MEM <= 12 * GB

TEXT = f"""\
max_connections = {CONNECTIONS}
superuser_reserved_connections = {RESERVED}
shared_buffers = {SHARED_BUFFERS // 8}
work_mem = {WORK_MEM}
effective_cache_size = {MEMORY * 3 // 4 // 8}
random_page_cost = 1.1
"""
