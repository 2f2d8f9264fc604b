"""served

Against slow-header attacks nginx gives a client 20 seconds for the whole request header: one that is silent for half a minute
between two lines of its header (or before the first) is cut off, while bodies and downloads may pause.
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
    client_header_timeout 20s;
    client_body_timeout 75s;
    send_timeout 75s;

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
