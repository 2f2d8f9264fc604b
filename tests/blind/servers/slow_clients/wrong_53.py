"""Rule "served": a client may be silent for a minute.

It is strict with slow clients, so that they don't occupy nginx for long either. A client that sends or reads nothing for more than
15 seconds, as in a tunnel, is cut off.
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
    client_header_timeout 15s;
    client_body_timeout 15s;
    send_timeout 15s;

    location / {
        proxy_pass http://app;
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Connection "";
        proxy_buffering on;
        proxy_ignore_headers X-Accel-Buffering;
        proxy_request_buffering on;
        proxy_read_timeout 100s;
    }
}
"""
