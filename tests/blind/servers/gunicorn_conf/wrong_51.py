"""slots

Forty threads in all, ten for each worker: a worker accepts connections that its own threads cannot answer. When it is the first
to accept eleven or more, the rest wait for its ten threads although other workers are idle.
"""

workers = 4
threads = 10
timeout = 40
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
