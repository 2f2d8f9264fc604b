"""All types but what ends in .png or .jpg: an image at another path is compressed.

Breaks: images
Fails: untouched
"""

NGINX = r"""
server {
    listen unix:nginx.sock;

    proxy_set_header Host $host;
    gzip on;
    gzip_types *;
    gzip_min_length 1000;
    gzip_proxied any;
    gzip_vary on;

    location / {
        proxy_pass http://unix:app.sock;

        location ~ \.(png|jpg)$ {
            gzip off;
            proxy_pass http://unix:app.sock;
        }
    }

    location ^~ /account/ {
        gzip off;
        proxy_pass http://unix:app.sock;
    }

    location ^~ /static/ {
        root files;

        location ~ \.(png|jpg)$ {
            gzip off;
        }
    }
}
"""
