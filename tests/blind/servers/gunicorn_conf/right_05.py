"""A worker class with its own pool; `threads` is not used for the number."""

from concurrent.futures import ThreadPoolExecutor

from gunicorn.workers.gthread import ThreadWorker

WAITING = 40


class WaitingWorker(ThreadWorker):
    def get_thread_pool(self):
        return ThreadPoolExecutor(max_workers=WAITING, thread_name_prefix="request")


worker_class = WaitingWorker
workers = 2
timeout = 35
keepalive = 75
max_requests = 1100
max_requests_jitter = 800
