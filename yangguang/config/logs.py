"""Structured logs: one JSON object a line in production, readable lines elsewhere."""

from __future__ import annotations

from typing import Any

import structlog

from yangguang.config import environment as env
from yangguang.lib.codes import hidden

_FORMAT = env.choice("YANGGUANG_LOG_FORMAT", ["auto", "json", "lines"], "auto")
_JSON = _FORMAT == "json" or (_FORMAT == "auto" and env.text("YANGGUANG_MODE", "demo") == "production")


def without_codes(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    """Whatever is logged, by Django too, shows no code of a receipt or a document (a path may hold one)."""
    return {key: hidden(value) if isinstance(value, str) else value for key, value in event.items()}


_shared: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    without_codes,
]
structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "structured": {
            "()": structlog.stdlib.ProcessorFormatter,
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False)
            if _JSON
            else structlog.dev.ConsoleRenderer(colors=False),
            "foreign_pre_chain": _shared,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
    # What a damaged file lacks is told to whoever gave it, in our words.
    "loggers": {"pypdf": {"level": "ERROR"}},
    "root": {
        "handlers": ["console"],
        "level": env.text("YANGGUANG_LOG_LEVEL", "INFO" if _JSON else "WARNING"),
    },
}
