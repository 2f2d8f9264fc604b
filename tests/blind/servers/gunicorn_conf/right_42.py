"""Two workers, forked from a master that has loaded the site, with 64 threads each: half the memory, and each alone has room for all."""

# One worker is enough for 40 waiting requests; the second one is there when the first one hangs.
workers = 2
threads = 64  # more than one thread: gunicorn takes its worker with threads
preload_app = True

# A worker gives a sign of life each second, also while all its threads wait.
timeout = 40
graceful_timeout = 40

keepalive = 120  # nginx is always the first to close
worker_connections = 2000  # as many idle connections as nginx likes, besides the busy ones

max_requests = 1300
max_requests_jitter = 600  # from 1,300 to 1,900
