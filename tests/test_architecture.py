"""What the import contract cannot see. Each test names the rule and where it is broken."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "yangguang"
LAYERS = [
    "lib", "web", "jobs", "journal", "notices", "accounts", "organisations", "files", "sites", "search", "screening",
    "law", "deadlines", "documents", "parties", "decisions", "casework", "disclosure", "foi", "portal", "demo",
    "config",
]  # fmt: skip


def sources(*, tests: bool = False) -> list[Path]:
    found = [p for p in HOUSE.rglob("*.py") if "migrations" not in p.parts]
    return [p for p in found if tests or "tests" not in p.parts]


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0]


def test_imports_go_down_the_list_only() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_foreign_keys_go_down_the_list_only() -> None:
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("yangguang."):
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if (
                not isinstance(field, models.ForeignKey | models.ManyToManyField | models.OneToOneField)
                or target is None
            ):
                continue
            if target.__module__.startswith("yangguang.") and LAYERS.index(
                target._meta.app_label
            ) > LAYERS.index(model._meta.app_label):
                wrong.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    assert not wrong, wrong


def test_nobody_reaches_into_another_rooms_private_modules_or_names() -> None:
    wrong = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("yangguang."):
                continue
            other = node.module.split(".")[1]
            private = [a.name for a in node.names if a.name.startswith("_")]
            if other != room_of(path) and (
                private or any(part.startswith("_") for part in node.module.split("."))
            ):
                wrong.append(f"{path.relative_to(ROOT)}: from {node.module} import {', '.join(private)}")
    assert not wrong, wrong


def test_no_import_hides_inside_a_function_to_escape_a_cycle() -> None:
    wrong = []
    for path in sources():
        if path.name in {"apps.py", "urls.py"}:
            continue  # Django's own way: ready() imports what registers; urls mount by role
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
            wrong += [
                f"{path.relative_to(ROOT)}:{node.lineno}"
                for node in ast.walk(function)
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("yangguang.")
            ]
    assert not wrong, wrong


def test_only_actions_write() -> None:
    """Rows are written by verbs. Views, office pages, forms, API and rules never call save or create."""
    writes = re.compile(
        r"\.(save|bulk_create|bulk_update|get_or_create|update_or_create|delete)\(|objects\.create\("
    )
    wrong = []
    for path in sources():
        thin = {"views", "office", "forms", "api", "rules", "urls", "office_urls", "handlers", "feeds"}
        names = {path.stem, *path.relative_to(HOUSE).parts[1:-1]}
        if room_of(path) in {"lib", "web", "config"} or not names & thin:
            continue
        wrong += [
            f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            if writes.search(line)
        ]
    assert not wrong, wrong


def test_office_pages_derive_from_scoped_viewsets_only() -> None:
    forbidden = {
        "ModelViewSet",
        "SnippetViewSet",
        "ViewSetGroup",
        "SnippetViewSetGroup",
        "ReportView",
        "PageReportView",
    }
    wrong = []
    for path in sources():
        if path.is_relative_to(HOUSE / "web"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wagtail.admin"):
                wrong += [f"{path.relative_to(ROOT)}: {a.name}" for a in node.names if a.name in forbidden]
    assert not wrong, wrong


def _mounted(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[tuple[str, set[str]]]:
    """Each address with the modules of everything that its view is made of, decorators taken off."""
    found = []
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            found += _mounted(one.url_patterns, route)
        else:
            found.append((route, {made.__module__ for made in _made_of(one.callback)}))
    return found


def _made_of(view: Any) -> list[Any]:
    """The view, and what is inside it: the class of a class-based view, and every function or class that a decorator
    holds in its closure. Wagtail's ``require_admin_access`` keeps no ``__wrapped__``, so the closure is all there is.
    """
    found: list[Any] = []
    queue = [view]
    while queue:
        one = queue.pop()
        if one in found or not (inspect.isfunction(one) or inspect.isclass(one)):
            continue
        found.append(one)
        inside = [
            cell.cell_contents
            for cell in getattr(one, "__closure__", None) or ()
            if cell.cell_contents is not None
        ]
        queue += [*inside, getattr(one, "view_class", None), getattr(one, "__wrapped__", None)]
    return found


def test_the_office_mounts_nothing_of_wagtails_but_the_shell() -> None:
    allowed = {
        "wagtail.admin.views.home", "wagtail.admin.views.i18n", "wagtail.admin.views.dismissibles",
        "wagtail.admin.auth",  # the door itself, around our views
    }  # fmt: skip
    wrong = [
        (route, modules)
        for route, modules in _mounted(get_resolver().url_patterns)
        if any(module.startswith("wagtail") and module not in allowed for module in modules)
    ]
    assert not wrong, wrong


def test_the_office_opens_to_staff_only() -> None:
    """Behind every address of the office stands Wagtail's door, which asks for an appointment; named exceptions aside."""
    outside = {
        "office/shell/sprite/", "office/shell/words/",  # icons and words of the interface: the same for everybody
        "office/account/",  # sent on to the account's own door
        "office/deadlines.ics",  # for calendar programs, which cannot sign in: whoever holds its key
    }  # fmt: skip
    open_to_all = [
        route
        for route, modules in _mounted(get_resolver().url_patterns)
        if route.startswith("office/")
        and not route.startswith("office/closed/")
        and route not in outside
        and "wagtail.admin.auth" not in modules
    ]
    assert not open_to_all, open_to_all


def test_no_file_outgrows_its_room() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in sources()
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert not long, long


def test_no_module_is_called_by_a_name_that_says_nothing() -> None:
    empty = {"utils", "helpers", "common", "misc", "signals"}
    assert not [str(p) for p in sources() if p.stem in empty or empty & set(p.parent.parts)]


def test_translated_texts_are_never_built_before_they_are_looked_up() -> None:
    wrong = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"_", "gettext", "gettext_lazy", "pgettext", "ngettext"}
                and node.args
                and isinstance(node.args[0], ast.JoinedStr | ast.Call)
            ):
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not wrong, wrong


def test_templates_carry_no_inline_style_or_script() -> None:
    inline = re.compile(r"\sstyle=|<script(?![^>]*\bsrc=)(?![^>]*application/(json|ld\+json))|\son[a-z]+=\"")
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in HOUSE.rglob("templates/**/*")
        if path.is_file()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if inline.search(line)
    ]
    assert not wrong, wrong


@pytest.mark.parametrize("room", settings.ROOMS)
def test_every_room_names_its_migrations(room: str) -> None:
    auto = re.compile(r"\d{4}_(auto_|alter_|remove_|rename_)|_and_more")
    folder = HOUSE / room / "migrations"
    assert not [p.name for p in folder.glob("0*.py") if auto.search(p.name)]
    assert not [
        p.name
        for p in folder.glob("0*.py")
        if re.search(r"^(from|import) yangguang\.(?!web\.fields)", p.read_text(), re.M)
    ]
