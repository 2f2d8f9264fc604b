"""served: slow clients are thrown out after ten seconds."""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 60s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;
    client_body_timeout 10s;
    send_timeout 10s;
    reset_timedout_connection on;

    location / {
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_read_timeout 100s;
    }
}
"""
