"""Only threads are new (gunicorn takes gthread for sync with threads), and the range."""

workers = 4
threads = 40
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 500
