"""A shared zone for the upstream; a view cannot switch buffering off with X-Accel-Buffering."""

SITE = """
upstream app {
    zone app 64k;
    server unix:app.sock max_fails=0;
    keepalive 8;
    keepalive_time 1h;
    keepalive_requests 10000;
    keepalive_timeout 60s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;

    location / {
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Connection "";
        proxy_ignore_headers X-Accel-Buffering;
        proxy_buffers 16 32k;
        proxy_buffer_size 32k;
        proxy_busy_buffers_size 64k;
        proxy_read_timeout 100s;
    }
}
"""
