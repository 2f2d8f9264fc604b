"""Three workers with 40 threads each: any one of them has enough.

A thread that waits costs little memory; a worker that hangs or is replaced leaves two.
"""

workers = 3
threads = 40
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
