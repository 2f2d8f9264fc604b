"""Leaves both kinds of buffering on, as nginx has them by default, and keeps eight HTTP/1.1 connections for less than 75 seconds."""

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

    location / {
        proxy_pass http://app;
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Connection "";
        proxy_ignore_headers X-Accel-Buffering;
        proxy_send_timeout 100s;
        proxy_read_timeout 100s;
    }
}
"""
