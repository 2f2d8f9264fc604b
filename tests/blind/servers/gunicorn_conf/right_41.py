"""Threaded workers, each with a thread for all 40 requests, so that it doesn't matter which one accepts them."""

worker_class = "gthread"
workers = 4
threads = 40
timeout = 45  # from the last sign of life, which may be a second older than the hang
keepalive = 75
max_requests = 1000
max_requests_jitter = 900
