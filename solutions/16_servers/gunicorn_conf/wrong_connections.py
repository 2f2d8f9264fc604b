"""worker_connections says how many connections a worker may accept, not how many it answers.

With the class sync it says nothing at all.

Breaks: slots
Fails: slots
"""

workers = 4
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
worker_connections = 40
