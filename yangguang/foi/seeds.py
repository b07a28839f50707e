"""What the room brings along: the process of a request and the first templates of its documents."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from yangguang.casework.actions import publish_process
from yangguang.casework.models import ProcessVersion
from yangguang.documents.actions import publish_template
from yangguang.documents.models import TemplateVersion
from yangguang.foi import letters, rules
from yangguang.journal.actors import SYSTEM

_ROOM = Path(__file__).parent


@transaction.atomic
def load() -> None:
    """What is published already stays: an office may have changed it."""
    if not ProcessVersion.objects.filter(process__code=rules.PROCESS, process__organisation=None).exists():
        publish_process(process_xml(), code=rules.PROCESS, organisation=None, actor=SYSTEM)
    known = set(TemplateVersion.objects.values_list("code", flat=True))
    for kind, blocks in letters.catalogue():
        if kind.code not in known:
            publish_template(kind.code, blocks, look={"head": "letter", "copies": ""}, actor=SYSTEM)


def process_xml() -> bytes:
    """The process as this release brings it."""
    return (_ROOM / "processes" / "request.bpmn").read_bytes()
