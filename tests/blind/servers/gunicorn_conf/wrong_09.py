"""renewed: a hook draws the number, and not gunicorn's settings."""

import random

workers = 2
worker_class = "gthread"
threads = 40
timeout = 40
keepalive = 90


def post_fork(server, worker):
    worker.max_requests = random.randint(1_000, 2_000)
