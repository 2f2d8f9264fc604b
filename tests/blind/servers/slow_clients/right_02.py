"""Each line written out, none left to a default."""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_requests 1000;
    keepalive_timeout 70s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;

    location / {
        proxy_pass http://app;
        proxy_http_version 1.1;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Connection "";
        proxy_buffering on;
        proxy_request_buffering on;
        proxy_max_temp_file_size 64m;
        proxy_read_timeout 95s;
    }
}
"""
