"""The site is loaded once and its pages of memory are shared; numbers are derived."""

slots = 40
idle_of_nginx = 60
fewest, most = 1_000, 2_000

preload_app = True
workers = 4
worker_class = "gunicorn.workers.gthread.ThreadWorker"
threads = slots
worker_connections = slots * 10
timeout = 30
keepalive = idle_of_nginx + 15
max_requests = fewest
max_requests_jitter = most - fewest
