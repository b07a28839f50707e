"""Builds a county into whose every field somebody put scripts: ``python -m tests.e2e.build_attacked`` in an empty folder.

The corpus and the fields are those of tests/security/test_stored_scripts.py. Beside the data lies ``addresses.json``:
by user name the pages on which these fields are shown ("" is everybody).
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangguang.config.settings")
django.setup()

from django.utils.encoding import iri_to_uri  # noqa: E402

from tests import cast as players  # noqa: E402
from tests import tables  # noqa: E402
from tests.access.world import World  # noqa: E402
from tests.security.test_stored_scripts import CORPUS, put_in  # noqa: E402
from yangguang.casework.models import Case  # noqa: E402
from yangguang.disclosure import actions as disclosure  # noqa: E402
from yangguang.disclosure.acts import PUBLISHED  # noqa: E402
from yangguang.disclosure.models import Item  # noqa: E402
from yangguang.journal import actions as journal  # noqa: E402
from yangguang.journal.actors import SYSTEM  # noqa: E402
from yangguang.journal.models import Act  # noqa: E402
from yangguang.search import actions as search  # noqa: E402
from yangguang.sites import actions as sites  # noqa: E402


def build() -> dict[str, list[str]]:
    tables.make()
    players.lay_down()
    county = players.the_county()
    cast = players.people_of(county)
    for one in (county.government, county.civil, county.water):
        disclosure.keep_catalogue(one, actor=SYSTEM)
    sites.open_site("main", organisation=county.government, actor=SYSTEM, name="阳光县人民政府", host="")
    items = put_in(World(cast=cast))
    while journal.deliver(500):
        pass
    while journal.seal():
        pass
    while search.apply():
        pass
    return addresses(items, cast)


def addresses(items: list[Item], cast: players.Cast) -> dict[str, list[str]]:
    numbers = [item.index_number for item in items if item.index_number]
    cases = Case.objects.filter(subject__in=[item.ref for item in items])
    published = Act.objects.filter(kind=PUBLISHED).values_list("uid", flat=True)
    return {
        "": [
            "/", "/published/", "/catalogue/", "/columns/evil/", "/organisations/water/", "/organisations/civil-affairs/",
            "/organisations/civil-affairs/items/", "/sitemap/", "/large/published/",
            *(f"/items/{number}/" for number in numbers),
            *(f"/verify/{uid}/" for uid in list(published)[:1]),
            *(f"/search/?q={word}" for word in ("标题", "正文", "段落", *CORPUS[:4])),
            f"/catalogue/?q={CORPUS[1]}", f"/verify/?q={CORPUS[4]}", f"/nothing/{CORPUS[4]}",
        ],
        "lin.xiao": [
            "/office/items/", "/office/desk/?tab=drafts", f"/office/items/?q={CORPUS[1]}", "/office/notices/", "/accounts/",
            *(f"/office/items/{item.uid}/" for item in items[:5]),
            f"/office/items/{items[0].uid}/preview/", f"/office/items/{items[3].uid}/edit/", f"/office/items/{items[5].uid}/edit/",
        ],
        "zhou.min": [
            "/office/desk/", "/office/desk/?tab=done", "/office/cases/", f"/office/cases/?q={CORPUS[2]}",
            *(f"/office/cases/{case.uid}/" for case in cases), "/office/notices/",
        ],
        "sun.li": ["/office/register/", "/office/statistics/", "/office/columns/", "/office/search/"],
        "qian.jin": [
            "/office/organisations/", "/office/organisations/water/", "/office/organisations/civil-affairs/",
            "/office/posts/standard/", "/office/people/", f"/office/people/{cast.lin.uid}/", f"/office/people/?q={CORPUS[1]}",
        ],
    }  # fmt: skip


if __name__ == "__main__":
    found = {who: [iri_to_uri(one) for one in pages] for who, pages in build().items()}
    Path(os.environ["YANGGUANG_DATA_DIR"], "addresses.json").write_text(json.dumps(found))
