"""Clients may be silent even longer than a minute."""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 65s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;
    client_header_timeout 90s;
    client_body_timeout 90s;
    send_timeout 90s;

    location / {
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_buffering on;
        proxy_request_buffering on;
        proxy_connect_timeout 5s;
        proxy_send_timeout 100s;
        proxy_read_timeout 100s;
    }
}
"""
