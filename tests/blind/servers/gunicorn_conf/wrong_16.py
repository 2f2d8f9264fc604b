"""Wrong (memory): the usual formula gives more than four workers on a machine with two processors or
more.
"""

import multiprocessing

workers = multiprocessing.cpu_count() * 2 + 1
worker_class = "gthread"
threads = 40
timeout = 45
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
