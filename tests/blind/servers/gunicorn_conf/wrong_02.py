"""spare: the threads are enough, but while the only worker hangs, nobody answers."""

worker_class = "gthread"
workers = 1
threads = 40
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
