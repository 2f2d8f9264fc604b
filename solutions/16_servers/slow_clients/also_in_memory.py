"""Buffers of nginx's memory for a whole response: no file, and up to 24 MB for each slow client."""

SITE = """
upstream app {
    server unix:app.sock;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;

    location / {
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_read_timeout 100s;
        proxy_buffers 24 1m;
        proxy_busy_buffers_size 2m;
        proxy_max_temp_file_size 0;
    }
}
"""
