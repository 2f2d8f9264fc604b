"""The times stand around the server, for all locations; uploads have a location of their own."""

SITE = """
proxy_read_timeout 95;
proxy_set_header Host $host;
proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 1m;
}

server {
    listen unix:nginx.sock;
    client_body_timeout 90s;
    send_timeout 2m;

    location / {
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
    location /upload {
        client_max_body_size 20m;
        client_body_buffer_size 1m;
        proxy_pass http://app;
    }
}
"""
