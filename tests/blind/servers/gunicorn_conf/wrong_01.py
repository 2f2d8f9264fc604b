"""slots: 4 * 10 = 40, but a worker accepts up to 1,000 connections and ten of them wait inside."""

worker_class = "gthread"
workers = 4
threads = 10
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
