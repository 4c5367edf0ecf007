"""All settings, read from the environment (the table is in README.md).

A value that cannot work is refused here, at start, with a sentence that names the remedy.
"""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from hemao.machine.os_errors import reason

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
KEY_LENGTH = 50


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={value} 无法识别：请写 1（开）或 0（关）。")


def words(name: str) -> list[str]:
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def secret_key() -> str:
    """The key from the environment, else that kept in VAR, else a new one.

    It is `startup.keep_key` that keeps a new one, once there is something to sign.
    """
    if key := os.environ.get("SECRET_KEY"):
        if len(key) < KEY_LENGTH:
            raise ImproperlyConfigured(
                f"SECRET_KEY 太短：至少要{KEY_LENGTH}个字符；不设这一项，系统会自己做一个。"
            )
        return key
    path = VAR / "secret_key"
    try:
        key = path.read_text().strip() if path.exists() else get_random_secret_key()
    except OSError as error:
        raise ImproperlyConfigured(
            f"无法读取 {path}（{reason(error)}）：请检查目录权限，或用 VAR=… 指定另一个目录。"
        ) from error
    if not key:
        raise ImproperlyConfigured(f"{path} 是空文件：请删除后重试。")
    return key


def hosts() -> list[str]:
    named = words("ALLOWED_HOSTS")
    if HTTPS and not named:
        raise ImproperlyConfigured(
            "HTTPS=1 时必须用 ALLOWED_HOSTS 指明网站域名，例如 ALLOWED_HOSTS=rd.example.org。"
        )
    return named or LOOPBACK


def bind() -> str:
    """Where the server listens, as host:port; an IPv6 host stands in brackets."""
    value = os.environ.get("BIND", "").strip() or "127.0.0.1:8000"
    host, _, port = value.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ImproperlyConfigured(
            f"BIND={value} 无法识别：请写成“地址:端口”，例如 BIND=127.0.0.1:8000。"
        )
    return value


def hsts() -> str:
    """How far browsers shall insist on TLS: "" for this name alone, or "subdomains", or "preload"."""
    value = os.environ.get("HSTS", "").strip().lower()
    if value not in {"", "subdomains", "preload"}:
        raise ImproperlyConfigured(
            f"HSTS={value} 无法识别：请写 subdomains（连同下级域名）或 preload（再加上浏览器预置名单），"
            "或者不设这一项（只管本网站的域名）。"
        )
    return value


def backup_copy() -> Path | None:
    """The second folder for backups; it need not be there now: it may be on a disk to plug in."""
    value = os.environ.get("BACKUP_COPY_TO", "").strip()
    if value and not os.path.isabs(value):
        raise ImproperlyConfigured(
            f"BACKUP_COPY_TO={value} 无法识别：请写绝对路径，例如 BACKUP_COPY_TO=/mnt/backup。"
        )
    return Path(value) if value else None


def backup_by() -> str:
    value = os.environ.get("BACKUP_BY", "").strip() or "server"
    if value not in {"server", "timer"}:
        raise ImproperlyConfigured(
            f"BACKUP_BY={value} 无法识别：请写 server（网站每天自己备份）或 timer（由定时任务备份）。"
        )
    return value


def database() -> dict:
    # Quoted, because in an address # and ? end the path of the file.
    ours = f"sqlite:///{quote(str(VAR / 'db.sqlite3'))}"
    url = os.environ.get("DATABASE_URL", "").strip() or ours
    scheme = url.partition(":")[0]
    try:
        config = dj_database_url.parse(url)
    except ValueError as error:
        # The address itself is not shown: it usually holds a password.
        raise ImproperlyConfigured(
            "DATABASE_URL 无法识别：请写成 postgres://用户:密码@主机:5432/库名，"
            "密码中的特殊字符用 %XX 表示。"
        ) from error
    if config["ENGINE"] == "django.db.backends.sqlite3":
        if not os.path.isabs(config["NAME"]):
            # In memory it would be empty in every process; elsewhere it depends on who starts us.
            raise ImproperlyConfigured(
                "DATABASE_URL 没有写明数据库文件：请用绝对路径（四条斜线），"
                "例如 sqlite:////srv/hemao/db.sqlite3。"
            )
        return config | SQLITE
    if config["ENGINE"] == "django.db.backends.postgresql":
        if not config["NAME"]:
            raise ImproperlyConfigured(
                "DATABASE_URL 没有写库名：请写成 postgres://用户:密码@主机:5432/库名。"
            )
        return config | postgresql(config.get("OPTIONS", {}))
    raise ImproperlyConfigured(
        f"DATABASE_URL 中的数据库类型 {scheme} 不受支持：请用 postgres:// 或 sqlite://。"
    )


# How long a lock of somebody else is waited for. Eight threads a process are all there are: who
# waits longer keeps others out of them, and reads an answer that is no better for it.
LOCK_SECONDS = 5

# A transaction that begins by reading and then writes would fail at once when another has
# written meanwhile; IMMEDIATE makes it wait its turn. NORMAL could lose a commit at power loss.
SQLITE = {
    # It opens the file, and never makes one.
    "ENGINE": "hemao.sqlite",
    # Django's default; pytest-django knows it of Django's own engine only.
    "TEST": {"NAME": ":memory:"},
    "OPTIONS": {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": LOCK_SECONDS,
    },
}


# How long a request may compute one thing on PostgreSQL. It is told to what answers requests
# (`answering.bound_statements`): a backup or an upgrade takes what it takes.
STATEMENT_SECONDS = 60
# A machine or a network that is gone says nothing. These find it out within a minute; a server that
# is only stopped goes on to confirm what it is sent, and is not found out by them.
GONE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
UNCONFIRMED = {"tcp_user_timeout": 15_000}


def postgresql(options: dict) -> dict:
    # The report's statements are long and read little: compiling them costs more than running.
    own = f"{options.get('options', '')} -c jit=off -c lock_timeout={LOCK_SECONDS}s".strip()
    return {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": LOCK_SECONDS,
            **GONE,
            **UNCONFIRMED,
            **options,
            "options": own,
        },
    }


VAR = Path(os.environ.get("VAR") or BASE_DIR / "var").absolute()
DEBUG = flag("DEBUG")
HTTPS = flag("HTTPS")
HSTS = hsts()
# Into a database that someone named, demo data goes only when asked for.
DEMO = flag("DEMO", default=not os.environ.get("DATABASE_URL", "").strip())
DEMO_PASSWORD = os.environ.get("DEMO_PASSWORD", "")
BIND = bind()
SECRET_KEY = secret_key()
ALLOWED_HOSTS = hosts()
DATABASES = {"default": database()}
BACKUP_COPY_TO = backup_copy()
BACKUP_BY = backup_by()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "hemao.apps.HemaoConfig",
    "hemao.apps.HemaoAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "simple_history",
    "axes",
    "csp",
    "records",
    "accounts",
    "township",
    "representatives",
    "congress",
    "motions",
    "reports",
    "imports",
]

MIDDLEWARE = [
    "hemao.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # a village's network is slow
    "representatives.phone.sheet.SheetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.SessionRefreshMiddleware",
    "accounts.middleware.NoStoreMiddleware",
    "django.middleware.common.CommonMiddleware",
    "township.words.NamesMiddleware",
    "hemao.whole.WholeFormMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.FirstPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "accounts.middleware.ReadRecordMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "hemao.urls"
WSGI_APPLICATION = "hemao.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["township.templatetags.saying"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context.who",
                "hemao.views.town",
                "hemao.views.desk",
                "hemao.views.duty_counts",
                "hemao.start.way_back.way_back",
            ],
        },
    },
]

# Every field of every form says in the same words what it lacks.
FORM_RENDERER = "records.controls.FormRenderer"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "hemao.formats"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR / "uploads"
STORAGES = {
    # No MEDIA_URL: what was uploaded is shown by views alone, and on the machine to its owner.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "hemao.machine.static_files.CollectedFiles"
    },
}

# Who may log in, and for how long.
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.RoleBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.entry.passwords.NoGuessableParts"},
]
SESSION_ENGINE = "accounts.entry.sessions"
SESSION_COOKIE_AGE = 2 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# The pair is locked, not the name alone: a stranger cannot lock the staff out of their office.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
# Someone who keeps trying must not push the end of the fifteen minutes ahead of themselves.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# Who has one address of IPv6 has the other 2**64 of its network too.
AXES_CLIENT_IP_CALLABLE = "accounts.entry.addresses.network_of"
# Beside the lock, a day's wrong tries from everywhere, and those on everybody.
AXES_HANDLER = "accounts.entry.brake.BrakeHandler"
AXES_LOCKOUT_CALLABLE = "accounts.views.paused"
# What it stores of a form that was refused: the form's own secret is good for the next one too.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"

# Of names below ours, and of lists kept by browser makers, the owner of the domain decides (HSTS).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

# A roster of a whole session is one form. How many bytes a page takes: hemao.server.limits.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

if HTTPS:
    # What only makes sense behind a proxy that speaks TLS and sets both X-Forwarded headers.
    MIDDLEWARE.insert(0, "hemao.machine.proxy.ClientAddressMiddleware")
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = HSTS in {"subdomains", "preload"}
    SECURE_HSTS_PRELOAD = HSTS == "preload"
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# Django by itself mails errors to administrators and prints nothing unless DEBUG is on.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {
        "tokens": {"()": "records.masking.MaskTokens"},
        "visitors": {"()": "hemao.failures.visitors.OfVisitors"},
    },
    "handlers": {
        "console": {
            # A developer wants to see each error whole; a server must not fill its disk with one.
            "class": "logging.StreamHandler" if DEBUG else "hemao.failures.journal.Journal",
            "formatter": "plain",
            "filters": ["visitors", "tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # How many wait for a thread is no news worth a line each time.
        "waitress.queue": {"level": "ERROR"},
    },
}
