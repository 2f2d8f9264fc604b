"""Three preloaded workers, which share the memory of the site's code, with 64 threads each."""

preload_app = True
workers, threads = 3, 64
timeout, graceful_timeout, keepalive = 50, 40, 65
max_requests, max_requests_jitter = 1000, 500
