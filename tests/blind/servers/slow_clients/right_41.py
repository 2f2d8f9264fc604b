"""nginx buffers both directions (its default), keeps eight idle connections for 60 seconds, and waits 100 seconds for gunicorn."""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 60s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;
    client_header_timeout 75s;
    client_body_timeout 75s;
    send_timeout 75s;
    keepalive_timeout 75s;

    location / {
        proxy_pass http://app;
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Connection "";
        proxy_buffering on;
        proxy_request_buffering on;
        # a response can't ask for being sent at the client's speed
        proxy_ignore_headers X-Accel-Buffering;
        proxy_send_timeout 100s;
        proxy_read_timeout 100s;
    }
}
"""
