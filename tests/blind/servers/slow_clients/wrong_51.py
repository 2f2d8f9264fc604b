"""Rule "idle": gunicorn closes an idle connection after 75 seconds, and nginx does so earlier.

The new keepalive_timeout is in the server block, where it is about the clients. The upstream still keeps its connections for 120
seconds: after 75 of them, nginx sends a request on one that gunicorn closes.
"""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 120s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;
    client_header_timeout 90s;
    client_body_timeout 90s;
    send_timeout 90s;
    keepalive_timeout 65s;

    location / {
        proxy_pass http://app;
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Connection "";
        proxy_ignore_headers X-Accel-Buffering;
        proxy_read_timeout 100s;
    }
}
"""
