"""hanging: a longer timeout "because the payment service is slow"; a hanging worker stays for two minutes."""

worker_class = "gthread"
workers = 2
threads = 40
timeout = 120
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
