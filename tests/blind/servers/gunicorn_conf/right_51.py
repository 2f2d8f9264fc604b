"""Two workers, each with 40 threads, so either of them alone can hold all 40 requests."""

workers = 2
threads = 40
timeout = 40
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
