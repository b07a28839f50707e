from yangguang.sites.models import Column


def test_the_openness_office_opens_and_amends_a_column(cast, as_, site):
    browser = as_(cast.sun)
    given = {
        "site": site.pk, "parent": "", "code": "notices", "name": "通知公告", "description": "通知和公告", "keywords": "通知",
        "column_type": "工作动态", "order": 10, "categories": "", "organisations": "civil-affairs，water", "kinds": "通知 公告",
    }  # fmt: skip
    assert browser.post("/office/columns/new/", given).status_code == 302
    column = Column.objects.get()
    assert column.question == {"organisations": ["civil-affairs", "water"], "kinds": ["通知", "公告"]}
    page = browser.get(f"/office/columns/edit/{column.pk}/")
    assert "civil-affairs water" in page.content.decode()
    assert (
        browser.post(
            f"/office/columns/edit/{column.pk}/", {**given, "name": "公告", "code": "moved"}
        ).status_code
        == 302
    )
    column.refresh_from_db()
    assert (column.name, column.code) == ("公告", "notices")
    assert "公告" in browser.get("/office/columns/").content.decode()


def test_an_empty_question_goes_back_into_the_form_with_what_was_typed(cast, as_, site):
    given = {
        "site": site.pk,
        "code": "x",
        "name": "空栏目",
        "description": "说明",
        "keywords": "词",
        "column_type": "工作动态",
        "order": 1,
    }
    page = as_(cast.sun).post("/office/columns/new/", given)
    assert page.status_code == 200
    assert "空白栏目" in page.content.decode()
    assert "空栏目" in page.content.decode()
    assert not Column.objects.exists()


def test_others_neither_see_nor_change_columns(cast, as_, column):
    for person in (cast.lin, cast.zhao, cast.ma):
        browser = as_(person)
        assert "政策法规" not in browser.get("/office/columns/").content.decode()
        assert browser.get(f"/office/columns/edit/{column.pk}/").status_code in {302, 403, 404}
        assert browser.post(f"/office/columns/edit/{column.pk}/", {"name": "改"}).status_code in {
            302,
            403,
            404,
        }
    column.refresh_from_db()
    assert column.name == "政策法规"
