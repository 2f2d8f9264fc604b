"""Wrong (spare): one worker with all the slots. While it hangs, nobody answers.
"""

workers = 1
worker_class = "gthread"
threads = 160
timeout = 45
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
