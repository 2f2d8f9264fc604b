"""spare

There are as many workers as processors, up to 4. It shows on a machine (or in a container) with one processor: while its only
worker hangs, nobody answers.
"""

import os

worker_class = "gthread"
workers = min(os.cpu_count() or 1, 4)
threads = 40
timeout = 45  # from the last sign of life, which may be a second older than the hang
keepalive = 75
max_requests = 1000
max_requests_jitter = 900
