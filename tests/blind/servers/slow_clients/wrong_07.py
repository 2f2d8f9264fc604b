"""as before: a proxy_set_header in the location switches off those of the server, Host among them."""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 60s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;

    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_read_timeout 100s;

    location / {
        proxy_pass http://app;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
    }
}
"""
