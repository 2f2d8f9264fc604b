"""downloads: no temporary files "because disks are slow", and buffers only hold 2 MB."""

SITE = """
upstream app {
    server unix:app.sock;
    keepalive 8;
    keepalive_timeout 60s;
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
        proxy_buffer_size 64k;
        proxy_buffers 32 64k;
        proxy_busy_buffers_size 128k;
        proxy_max_temp_file_size 0;
        proxy_request_buffering on;
        proxy_read_timeout 100s;
    }
}
"""
