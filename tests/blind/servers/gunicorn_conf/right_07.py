"""WEB_CONCURRENCY may lower the number of workers, never under two nor over four."""

import os

workers = min(4, max(2, int(os.environ.get("WEB_CONCURRENCY", "3"))))
worker_class = "gthread"
threads = max(40, int(os.environ.get("WEB_THREADS", "40")))
timeout = 50
keepalive = 120
max_requests = 1500
max_requests_jitter = 500
