"""hanging

A thread of its own gives the sign of life for the worker, so that slow pages are never killed. It shows for a worker whose main
loop hangs (in a deadlock, or a signal handler that waits) while other threads can run: it is never replaced.
"""

import threading
import time

worker_class = "gthread"
workers = 4
threads = 40
timeout = 45  # from the last sign of life, which may be a second older than the hang
keepalive = 75
max_requests = 1000
max_requests_jitter = 900


def post_worker_init(worker):
    """Say every five seconds that the worker lives, whatever its requests wait for."""

    def notify():
        while True:
            worker.notify()
            time.sleep(5)

    threading.Thread(target=notify, daemon=True).start()
