"""What a party can be, by what it says who it is, and how one acts for another: closed lists of the law."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PartyKind(models.TextChoices):
    """The kinds of applicant, which are the columns of table 3 of the annual report (国办公开办函〔2021〕30号)."""

    NATURAL_PERSON = "natural_person", _("自然人")
    COMMERCIAL = "commercial", _("商业企业")
    RESEARCH = "research", _("科研机构")
    SOCIAL = "social", _("社会公益组织")
    LEGAL = "legal", _("法律服务机构")
    OTHER = "other", _("其他")


class IdentityKind(models.TextChoices):
    """The documents by which a person or an organisation is identified."""

    RESIDENT = "resident", _("居民身份证")
    RESIDENCE_PERMIT = "residence-permit", _("港澳台居民居住证")
    HK_MACAO = "hk-macao", _("港澳居民来往内地通行证")
    TAIWAN = "taiwan", _("台湾居民来往大陆通行证")
    FOREIGN_RESIDENT = "foreign-resident", _("外国人永久居留身份证")
    PASSPORT = "passport", _("护照")
    USCC = "uscc", _("统一社会信用代码")
    OTHER = "other", _("其他证件")


OF_PEOPLE = frozenset(IdentityKind) - {IdentityKind.USCC}
OF_ORGANISATIONS = frozenset({IdentityKind.USCC, IdentityKind.OTHER})


class AgencyKind(models.TextChoices):
    ENTRUSTED = "entrusted", _("委托代理")
    STATUTORY = "statutory", _("法定代理")


class AgencyEnd(models.TextChoices):
    """Why an agency is over. A choice and no free text: whoever types a reason types names."""

    REVOKED = "revoked", _("委托人取消委托")
    RESIGNED = "resigned", _("代理人辞去委托")
    DONE = "done", _("代理事项办结")
    CAPABLE = "capable", _("被代理人取得或者恢复民事行为能力")
    ERASED = "erased", _("当事人信息已删除")
