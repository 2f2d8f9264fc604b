"""All forty in one process: while it hangs or is replaced, nobody is answered.

Breaks: spare
Fails: spare
"""

workers = 1
threads = 40
timeout = 30
keepalive = 75
max_requests = 1000
max_requests_jitter = 1000
