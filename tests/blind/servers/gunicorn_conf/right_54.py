"""The number of workers follows the processors between two and four; each has the threads for all requests that may wait."""

import os


def between(low, number, high):
    return max(low, min(number, high))


workers = between(2, os.cpu_count() or 2, 4)
worker_class = "gunicorn.workers.gthread.ThreadWorker"
threads = 40
worker_connections = 400  # far more than threads: the rest are idle connections from nginx
backlog = 2048
timeout = 35
keepalive = 120
max_requests = 1100
max_requests_jitter = 700
