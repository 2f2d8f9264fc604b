"""spare

One worker with 40 threads saves memory, and is the only one: while it hangs, nobody is answered.
"""

workers = 1
threads = 40
timeout = 40
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
