"""Two workers, with their class named, and the site loaded before the fork."""

workers = 2
threads = 64
timeout = 60
keepalive = 300
max_requests = 1500
max_requests_jitter = 500
worker_class = "gthread"
preload_app = True
