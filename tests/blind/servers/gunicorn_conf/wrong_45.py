"""memory

The number of workers is taken from WEB_CONCURRENCY, which many platforms set by themselves. It shows where that variable is 8:
there are eight workers.
"""

import os

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", 4))
threads = 40
timeout = 45  # from the last sign of life, which may be a second older than the hang
keepalive = 75
max_requests = 1000
max_requests_jitter = 900
