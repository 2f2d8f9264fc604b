"""Rule "as before": gunicorn gets the same Host and X-Forwarded-For.

The headers moved to the server block, and the location sets one of its own: then it inherits none. With each request, gunicorn gets
the upstream's name as Host, and X-Forwarded-For just as the client sent it, if at all.
"""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 60s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;
    client_header_timeout 90s;
    client_body_timeout 90s;
    send_timeout 90s;

    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;

    location / {
        proxy_pass http://app;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_ignore_headers X-Accel-Buffering;
        proxy_read_timeout 100s;
    }
}
"""
