"""slots

Each worker lets ten requests at a time into the site, to spare the database: 40 with four workers. It shows when one worker accepts
more than ten of the 40 connections: the others wait before the site, though they have a thread.
"""

from threading import BoundedSemaphore

worker_class = "gthread"
workers = 4
threads = 40
timeout = 45  # from the last sign of life, which may be a second older than the hang
keepalive = 75
max_requests = 1000
max_requests_jitter = 900


def post_worker_init(worker):
    """Let no worker use more than ten connections of the database."""
    site, room = worker.wsgi, BoundedSemaphore(10)

    def limited(environ, start_response):
        with room:
            return site(environ, start_response)

    worker.wsgi = limited
