"""Heartbeats in memory, a long backlog, more threads than needed."""

import os

workers = 2
worker_class = "gthread"
threads = 64
worker_connections = 1000
backlog = 4096
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
timeout = 30
graceful_timeout = 45
keepalive = 61
max_requests = 1000
max_requests_jitter = 600
