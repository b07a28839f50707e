"""Settings of one installation, all from the environment (see docs/operations.md for the list)."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from yangguang.config import environment as env
from yangguang.config import logs
from yangguang.lib.crypto import KeyRing

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = env.choice("YANGGUANG_MODE", ["demo", "test", "production", "rehearsal"], "demo")
ROLE = env.choice("YANGGUANG_ROLE", ["all", "public", "office", "worker"], "all")
PRODUCTION = MODE == "production"
YANGGUANG_REHEARSAL = MODE == "rehearsal"
DATA_DIR = env.folder("YANGGUANG_DATA_DIR", "var")


def _demo(word: str) -> str | None:
    """A secret that everybody knows, for demo and tests; production has none and must be given its own."""
    return None if PRODUCTION else base64.b64encode(hashlib.sha256(word.encode()).digest()).decode()


DEBUG = env.boolean("YANGGUANG_DEBUG", False)
SECRET_KEY = env.text("YANGGUANG_SECRET_KEY", _demo("yangguang demo secret"))
_keys = env.keys("YANGGUANG_KEYRING", None if PRODUCTION else f"demo:{_demo('yangguang demo key')}")
YANGGUANG_KEYRING = KeyRing(_keys, current=next(iter(_keys)))
YANGGUANG_SEAL_KEY = env.key("YANGGUANG_SEAL_KEY", _demo("yangguang demo seal"))
# Public halves of seal keys that signed in the past, and the addresses to which seals are mailed
YANGGUANG_RETIRED_SEAL_KEYS = [
    env.decode_key("YANGGUANG_RETIRED_SEAL_KEYS", k) for k in env.words("YANGGUANG_RETIRED_SEAL_KEYS")
]
YANGGUANG_WITNESSES = env.words("YANGGUANG_WITNESSES")
if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("YANGGUANG_DEBUG=yes is refused in production")
    _known = {hashlib.sha256(w).digest() for w in (b"yangguang demo key", b"yangguang demo seal")}
    if (
        len(SECRET_KEY) < 32
        or base64.b64encode(hashlib.sha256(b"yangguang demo secret").digest()).decode() == SECRET_KEY
    ):
        raise ImproperlyConfigured("YANGGUANG_SECRET_KEY: give a secret of your own, 32 characters or more")
    if _known & {*_keys.values(), YANGGUANG_SEAL_KEY}:
        raise ImproperlyConfigured(
            "YANGGUANG_KEYRING and YANGGUANG_SEAL_KEY: the demo's keys are refused in production"
        )

# Where the house stands
BASE_URL = env.text("YANGGUANG_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
# Where the office answers, if not there: an office process on the intranet has an address of its own
OFFICE_URL = env.text("YANGGUANG_OFFICE_URL", BASE_URL).rstrip("/")
OWN_URL = OFFICE_URL if ROLE == "office" else BASE_URL
ALLOWED_HOSTS = env.words(
    "YANGGUANG_HOSTS", [urlparse(OWN_URL).hostname or "localhost", "127.0.0.1", "localhost", "[::1]"]
)
CSRF_TRUSTED_ORIGINS = [OWN_URL]
# How many proxies stand before this process (each adds one entry to X-Forwarded-For), and where from, if not here
YANGGUANG_PROXIES = env.integer("YANGGUANG_PROXIES", 1)
YANGGUANG_PROXY_NETWORKS = env.networks("YANGGUANG_PROXY_NETWORKS")
# Requests a minute that one address may make, in each process; 0 is no limit. Pages to read are not limited
YANGGUANG_RATES = {
    "search": env.integer("YANGGUANG_RATE_SEARCH", 600),
    "api": env.integer("YANGGUANG_RATE_API", 600),
    "download": env.integer("YANGGUANG_RATE_DOWNLOAD", 1200),
}
# What a public form costs a browser: 2**bits hashes (0 is nothing), at most while much is sent; seconds without script
YANGGUANG_EFFORT = {
    "bits": env.integer("YANGGUANG_EFFORT_BITS", 16),
    "most": env.integer("YANGGUANG_EFFORT_MOST", 21),
    "wait": env.integer("YANGGUANG_EFFORT_WAIT", 20),
}
ROOT_URLCONF = "yangguang.config.urls"
WSGI_APPLICATION = "yangguang.config.wsgi.application"
APPEND_SLASH = True

ROOMS = [
    "jobs",
    "journal",
    "notices",
    "accounts",
    "organisations",
    "files",
    "sites",
    "search",
    "screening",
    "law",
    "deadlines",
    "documents",
    "parties",
    "decisions",
    "casework",
    "disclosure",
    "foi",
    "portal",
    "rehearsal",
]
INSTALLED_APPS = [
    "yangguang.web",
    *[f"yangguang.{room}" for room in ROOMS if (BASE_DIR / room / "apps.py").exists()],
    "django_tasks",
    "django_tasks_db",
    "django_prose_editor",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "modelcluster",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]


def middleware_for(role: str) -> list[str]:
    """What every request of a process of this role passes; a worker's only page is /healthz."""
    public, office = role in {"all", "public"}, role in {"all", "office"}
    chosen = [
        ("yangguang.web.headers.SecurityHeaders", True),
        ("yangguang.config.measuring.Requests", public or office),
        ("django.middleware.security.SecurityMiddleware", True),
        ("whitenoise.middleware.WhiteNoiseMiddleware", (public or office) and MODE != "test"),
        ("yangguang.web.middleware.RequestLog", True),
        ("yangguang.web.remembering.Remembering", office),
        ("yangguang.rehearsal.middleware.Rehearsed", MODE == "rehearsal" and (public or office)),
        ("yangguang.web.ratelimit.RateLimits", public),
        ("django.contrib.sessions.middleware.SessionMiddleware", public or office),
        ("django.middleware.common.CommonMiddleware", True),
        ("yangguang.web.packing.Packed", public),
        ("yangguang.web.large.LargeText", public),
        ("django.middleware.csrf.CsrfViewMiddleware", public or office),
        ("yangguang.accounts.middleware.Authentication", public or office),
        ("django.contrib.messages.middleware.MessageMiddleware", office),
        ("django.middleware.clickjacking.XFrameOptionsMiddleware", True),
        ("yangguang.web.middleware.NoZeroBytes", True),
        ("yangguang.web.middleware.Refusals", True),
    ]
    return [name for name, wanted in chosen if wanted]


MIDDLEWARE = middleware_for(ROLE)
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yangguang.web.context.house",
                "yangguang.sites.context.site",
            ],
            "builtins": ["yangguang.web.templatetags.icons"],
        },
    }
]

LOGGING = logs.LOGGING

# Data
DATABASES: dict[str, dict[str, Any]] = {
    "default": dict(
        dj_database_url.parse(
            env.text("YANGGUANG_DATABASE_URL", f"sqlite:///{DATA_DIR / 'yangguang.sqlite3'}")
        )
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL without IMMEDIATE fails under load; FULL survives power loss of the last commits. Measured before us.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "cached_statements": 2000,
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456;"
        " PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
YANGGUANG_SEARCH_PATH = DATA_DIR / "search.sqlite3"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "media"},
    },
    "files": {
        "BACKEND": "yangguang.files.storage.DurableStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Whether finished public pages are kept as files for a web server before this process, and where
YANGGUANG_PAGE_STORE = env.boolean("YANGGUANG_PAGE_STORE", False) and ROLE in {"all", "public"}
YANGGUANG_PAGES = DATA_DIR / "pages"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_URL = "/media/"
YANGGUANG_MAX_UPLOAD = env.integer("YANGGUANG_MAX_UPLOAD", 50 * 1024 * 1024, least=1)
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "yangguang.files.uploads.CappedUploadHandler",  # a file over the cap is dropped while it arrives, not stored
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["yangguang.organisations.backends.PostBackend"]
LOGIN_URL = "/accounts/sign-in/"
ACCOUNT_URL = "/accounts/"
LOGIN_REDIRECT_URL = "/office/"
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "yangguang.accounts.passwords.LongEnough",
        "OPTIONS": {"min_length": env.integer("YANGGUANG_PASSWORD_LENGTH", 10, least=8)},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email", "phone")},
    },
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "yangguang.accounts.passwords.EasyToGuess",
        "OPTIONS": {"kinds": env.integer("YANGGUANG_PASSWORD_KINDS", 1, least=1)},
    },
]
YANGGUANG_PASSWORD_DAYS = env.integer("YANGGUANG_PASSWORD_DAYS", 0)
# Whoever must have an authenticator app: nobody, who holds guarded permissions, all staff
YANGGUANG_TOTP = env.choice("YANGGUANG_TOTP", ["off", "guarded", "all"], "guarded" if PRODUCTION else "off")
# Minutes without a request, and hours in all, after which a session ends; 0 is no limit
YANGGUANG_SESSION_LIMITS = {
    "staff": (
        env.integer("YANGGUANG_SESSION_IDLE_MINUTES", 30),
        env.integer("YANGGUANG_SESSION_HOURS", 12),
    ),
    "citizen": (
        env.integer("YANGGUANG_CITIZEN_SESSION_IDLE_MINUTES", 120),
        env.integer("YANGGUANG_CITIZEN_SESSION_HOURS", 168),
    ),
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 7 * 86_400  # the cookie's; the limits above are the house's own and shorter
CSRF_COOKIE_HTTPONLY = (
    False  # Wagtail's shell reads it for its own requests; ours carry the token in the form
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OWN_URL.startswith("https:")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Only where the address that citizens use is https:; a browser that has seen it comes by https: for a year
SECURE_HSTS_SECONDS = env.integer(
    "YANGGUANG_HSTS_SECONDS", 31_536_000 if PRODUCTION and OWN_URL.startswith("https:") else 0
)
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "yangguang.web.errors.csrf_failure"

# Language and time: legal days are days in Asia/Shanghai, moments are stored in UTC
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [
    ("zh-hans", "简体中文"),
    ("zh-hant", "繁體中文"),
    ("en", "English"),
    ("ja", "日本語"),
    ("ko", "한국어"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Work in the background
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# Operations: where backups go, and who may read /metrics (nobody unless named)
YANGGUANG_BACKUP_DIR = Path(folder) if (folder := env.text("YANGGUANG_BACKUP_DIR", "")) else None
YANGGUANG_METRICS_TOKEN = env.text("YANGGUANG_METRICS_TOKEN", "")
YANGGUANG_METRICS_FROM = env.words("YANGGUANG_METRICS_FROM")

# A folder with licensed faces (仿宋, 小标宋) that documents are set in, beside what the machine has
YANGGUANG_FONTS = Path(folder) if (folder := env.text("YANGGUANG_FONTS", "")) else None

# Messages
_KEPT = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_BACKEND = env.text(
    "YANGGUANG_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend" if PRODUCTION else _KEPT
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = env.text("YANGGUANG_EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("YANGGUANG_EMAIL_PORT", 25, least=1)
DEFAULT_FROM_EMAIL = env.text("YANGGUANG_EMAIL_FROM", "yangguang@localhost")
_GATEWAY = "LoggingGateway" if PRODUCTION else "FileGateway"
YANGGUANG_SMS_GATEWAY = env.text("YANGGUANG_SMS_GATEWAY", f"yangguang.notices.gateways.{_GATEWAY}")
if YANGGUANG_REHEARSAL:  # whatever else the environment says, no message leaves the house
    EMAIL_BACKEND, YANGGUANG_SMS_GATEWAY = _KEPT, "yangguang.notices.gateways.FileGateway"

# Wagtail: the office's base; nothing of it calls out
WAGTAIL_SITE_NAME = "阳光"
WAGTAILADMIN_BASE_URL = OFFICE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}

if MODE == "test":
    # A file of its own, since threads that race need more than one connection; no need to survive power loss.
    DATABASES["default"]["TEST"] = (
        {"NAME": str(DATA_DIR / "test.sqlite3")} if "OPTIONS" in DATABASES["default"] else {}
    )
    if "OPTIONS" in DATABASES["default"]:
        DATABASES["default"]["OPTIONS"]["init_command"] = (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA temp_store=MEMORY;"
        )
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    STORAGES["files"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
