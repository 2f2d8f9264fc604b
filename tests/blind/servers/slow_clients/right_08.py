"""The lines of the proxy stand in http, above; only the upstream and paths are in the server."""

SITE = """
proxy_http_version 1.1;
proxy_set_header Host $host;
proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
proxy_set_header Connection "";
proxy_read_timeout 105s;
proxy_buffers 8 16k;
proxy_max_temp_file_size 20m;
client_body_buffer_size 128k;
send_timeout 2m;
client_body_timeout 2m;

upstream app {
    server unix:app.sock;
    keepalive 32;
    keepalive_timeout 60s;
}

server {
    listen unix:nginx.sock;
    client_max_body_size 10m;

    location / {
        proxy_pass http://app;
    }
}
"""
