"""gzip is off but where nothing is secret: a regex location takes all but /account/."""

NGINX = r"""
server {
    listen unix:nginx.sock;

    gzip off;
    gzip_comp_level 6;
    gzip_http_version 1.0;
    gzip_min_length 2000;
    gzip_proxied any;
    gzip_types text/css application/json;
    add_header Vary Accept-Encoding always;
    proxy_set_header Host $host;

    # What is left for this one is below /account/.
    location / {
        proxy_pass http://unix:app.sock;
    }

    location ~ "^/(?!account/)" {
        gzip on;
        proxy_pass http://unix:app.sock;
    }

    location ^~ /static/ {
        gzip on;
        gzip_types text/css application/json text/plain application/octet-stream;
        root files;

        location ~* "\.(png|jpe?g)$" {
            gzip off;
        }
    }
}
"""
