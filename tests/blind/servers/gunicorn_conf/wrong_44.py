"""spare

With reuse_port each worker has a listening socket of its own, and the kernel deals out new connections among them. It shows while
one worker hangs: its share of the connections, a quarter, waits for it though the other workers are free.
"""

worker_class = "gthread"
workers = 4
threads = 40
reuse_port = True  # the kernel spreads connections evenly
timeout = 45  # from the last sign of life, which may be a second older than the hang
keepalive = 75
max_requests = 1000
max_requests_jitter = 900
