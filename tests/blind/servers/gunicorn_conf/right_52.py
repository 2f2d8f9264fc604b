"""The threaded worker by name, four processes with more threads than needed, and names for the numbers that the settings come from."""

AT_THE_SAME_TIME = 40
NGINX_KEEPS = 60
FEWEST, MOST = 1_200, 1_900

worker_class = "gthread"
workers = 4
threads = AT_THE_SAME_TIME + 8  # a connection that sends nothing holds a thread for some seconds
worker_connections = 1000

timeout = 45
graceful_timeout = 30

keepalive = NGINX_KEEPS + 30

# gunicorn adds a random number from 0 to the jitter.
max_requests = FEWEST
max_requests_jitter = MOST - FEWEST
