"""Two for each core and one more, as the guides say, and not what the memory allows.

Breaks: memory
Fails: slots
"""

workers = 5
threads = 40
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
