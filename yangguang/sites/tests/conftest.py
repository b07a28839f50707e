import pytest

from yangguang.journal.actors import SYSTEM
from yangguang.sites import actions


@pytest.fixture
def site(county):
    return actions.open_site(
        "main",
        organisation=county.government,
        actor=SYSTEM,
        name="阳光县人民政府",
        host="www.yangguang.gov.cn",
        site_id_code="9901010001",
        contact={"sponsor": "阳光县人民政府办公室", "phone": "12345"},
    )


@pytest.fixture
def column(site):
    return actions.open_column(
        site,
        "policies",
        question={"categories": ["A20_01"]},
        actor=SYSTEM,
        name="政策法规",
        description="县政府及其部门的政策文件",
        keywords="政策,文件",
        column_type="政策文件",
    )
