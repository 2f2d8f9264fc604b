"""patience

proxy_send_timeout is 10 seconds: if gunicorn is busy (all slots taken) and doesn't read for 10 seconds, a request whose body
is larger than the socket's buffer gets 504 from nginx, though gunicorn would respond within its 90 seconds.
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
    client_header_timeout 75s;
    client_body_timeout 75s;
    send_timeout 75s;

    location / {
        proxy_pass http://app;
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Connection "";
        proxy_ignore_headers X-Accel-Buffering;
        proxy_connect_timeout 5s;
        proxy_send_timeout 10s;
        proxy_read_timeout 100s;
    }
}
"""
