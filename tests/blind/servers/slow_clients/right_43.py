"""Only the lines that made gunicorn wait go away and nginx's defaults return, with the numbers computed from gunicorn's in Python."""

GUNICORN_SLOTS = 8
GUNICORN_TIMEOUT = 90
GUNICORN_KEEPALIVE = 75
SILENCE = 60

SITE = f"""
upstream app {{
    server unix:app.sock;
    keepalive {GUNICORN_SLOTS};
    keepalive_timeout {GUNICORN_KEEPALIVE - 15}s;
}}

server {{
    listen unix:nginx.sock;
    client_max_body_size 10m;
    client_header_timeout {2 * SILENCE}s;
    client_body_timeout {2 * SILENCE}s;
    send_timeout {2 * SILENCE}s;
    keepalive_timeout {2 * SILENCE}s;

    location / {{
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_ignore_headers X-Accel-Buffering;
        proxy_send_timeout {GUNICORN_TIMEOUT + 15}s;
        proxy_read_timeout {GUNICORN_TIMEOUT + 15}s;
    }}
}}
"""
