import os

from django.core.wsgi import get_wsgi_application

from yangguang.web import pagestore

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangguang.config.settings")
application = get_wsgi_application()
# A new release, or other settings, make other pages.
pagestore.close()
