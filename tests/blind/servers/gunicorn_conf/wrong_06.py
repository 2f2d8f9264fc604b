"""renewed: jitter is added, so the last request is one of 1,500 to 2,500."""

worker_class = "gthread"
workers = 2
threads = 40
timeout = 30
keepalive = 75
max_requests = 1500
max_requests_jitter = 1000
