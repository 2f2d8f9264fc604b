"""idle

Reports have a pool of their own, and its idle connections stay open for 120 seconds: after a request below /report/ nginx
still holds a connection that gunicorn closes first, after 75 seconds.
"""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 60s;
}

# long downloads don't take the pages' connections
upstream reports {
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 120s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;
    client_header_timeout 75s;
    client_body_timeout 75s;
    send_timeout 75s;

    proxy_http_version 1.1;
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header Connection "";
    proxy_ignore_headers X-Accel-Buffering;
    proxy_send_timeout 100s;
    proxy_read_timeout 100s;

    location / {
        proxy_pass http://app;
    }

    location ~ ^/reports?/ {
        proxy_pass http://reports;
    }
}
"""
