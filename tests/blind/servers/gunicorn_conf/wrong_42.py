"""hanging

The timeout is 60 seconds, and gunicorn acts after it: it looks once a second, sends SIGABRT first, and SIGKILL a second later. It
shows for a worker whose interpreter hangs: it is replaced after 61 to 63 seconds, not within 60.
"""

worker_class = "gthread"
workers = 4
threads = 40
timeout = 60
keepalive = 75
max_requests = 1000
max_requests_jitter = 900
