import gc
import os

from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, ProgrammingError, connections
from django.urls import get_resolver

from yangguang.web import pagestore

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangguang.config.settings")
application = get_wsgi_application()

from yangguang.rehearsal.rules import require_fitting  # noqa: E402 (its models need the settings)

try:
    require_fitting()
except (OperationalError, ProgrammingError):
    pass  # the database does not answer yet: a rehearsal asks again with each request
finally:
    connections.close_all()
# A new release, or other settings, make other pages.
pagestore.close()
# All pages are loaded before gunicorn divides this process, and the collector need not look through what stays: else it
# stopped about every second request of the office for as long as a tenth of it takes.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
