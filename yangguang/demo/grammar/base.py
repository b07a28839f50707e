"""What a grammar is: a function from a scene (who, when, about what) to a finished paper."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from yangguang.demo.grammar.paper import Paper, cdate
from yangguang.demo.voice import Voice
from yangguang.demo.world import World
from yangguang.demo.world.matters import Matter, matters_of, partners_of
from yangguang.demo.world.names import full_name
from yangguang.demo.world.organisations import Organisation


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes


@dataclass(frozen=True)
class Document:
    """A paper as its office would hand it in."""

    kind: str
    genre: str  # 体裁: 通知, 公告 …
    subject: str  # key of the catalogue category, see story.catalogue
    title: str
    html: str
    summary: str
    issuer: str
    generated_on: date
    doc_number: str = ""
    keywords: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    matter: Matter | None = None


@dataclass
class Scene:
    """Everything a grammar may ask."""

    world: World
    organisation: Organisation
    on: date
    voice: Voice
    matter_given: Matter | None = None
    about: Document | None = None
    _matter: Matter | None = field(default=None, init=False)
    _figures: str = field(default="", init=False)
    _partners: list[str] = field(default_factory=list, init=False)

    @property
    def rng(self) -> random.Random:
        return self.voice.rng

    @property
    def year(self) -> int:
        return self.on.year

    @property
    def name(self) -> str:
        return self.organisation.name

    @property
    def matter(self) -> Matter:
        """The matter at hand: the one given, else one of the office's own."""
        if self._matter is None:
            about = self.about.matter if self.about else None
            self._matter = self.matter_given or about or self.rng.choice(matters_of(self.organisation.code))
        return self._matter

    def say(self, pattern: str, **facts: object) -> str:
        """Say a pattern, with this scene's year and places among the facts."""
        given: dict[str, object] = {
            "year": self.year,
            "next": self.year + 1,
            "last": self.year - 1,
            "on": cdate(self.on),
            "org": self.name,
            "short": self.organisation.short_name,
            "phone": self.organisation.phone,
            "address": self.organisation.address,
            "contact": self.organisation.contact.name[0] + "同志",
            "month": str(self.rng.randint(6, 11)),
            "department": self.partner,
        }
        return self.voice.say(pattern, figures=self._figures, **(given | facts))

    def sentence(self, pattern: str, **facts: object) -> str:
        text = self.say(pattern, **facts)
        return text if text.endswith(("。", "；", "：", "？")) else text + "。"

    def about_matter(self, pattern: str, matter: Matter | None = None) -> str:
        """A sentence of a matter: whoever says it in the same year gives the same figures."""
        self._figures = f"{self.world.seed}:{(matter or self.matter).code}:{self.year}"
        text = self.sentence(pattern)
        self._figures = ""
        return text

    def measures(self, least: int, most: int, matter: Matter | None = None) -> list[tuple[str, str]]:
        """Some measures of the matter: title and text."""
        found = self.voice.some((matter or self.matter).measures, least, most)
        return [
            (
                measure.title,
                "".join(self.about_matter(text, matter) for text in self.voice.shuffled(measure.details)),
            )
            for measure in found
        ]

    def partner(self) -> str:
        """Another office that has to do with the matter; each call names the next one."""
        if not self._partners:
            matter = self._matter.code if self._matter else ""
            codes = [code for code in partners_of(matter) if code != self.organisation.code]
            self._partners = self.voice.shuffled(codes)
        return self.world.organisation(self._partners.pop()).short_name

    def person(self) -> str:
        return full_name(self.rng)[0]

    def workdays_later(self, count: int, start: date | None = None) -> date:
        return self.world.add_workdays(start or self.on, count)

    def days_later(self, days: int) -> date:
        return self.on + timedelta(days=days)

    def number(self, mark: str = "") -> str:
        return self.world.next_number(mark or self.organisation.mark + "发", self.year)

    def document(
        self,
        title: str,
        paper: Paper,
        summary: str,
        *,
        number: str = "",
        issuer: str = "",
        keywords: tuple[str, ...] = (),
        attachments: tuple[Attachment, ...] = (),
    ) -> Document:
        """Wrap up: `kind`, `genre` and `subject` are filled in by the registry."""
        return Document(
            "",
            "",
            "",
            title,
            paper.html(),
            summary[:240],
            issuer or self.name,
            self.on,
            number,
            keywords,
            attachments,
            self._matter,
        )


Grammar = Callable[[Scene], Document]


@dataclass(frozen=True)
class Kind:
    """A kind of document and who issues it: organisation kinds or codes."""

    code: str
    genre: str
    subject: str
    issuers: tuple[str, ...]
    compose: Grammar

    def issued_by(self, organisation: Organisation) -> bool:
        return organisation.code in self.issuers or organisation.kind in self.issuers


KINDS: dict[str, Kind] = {}


def kind(code: str, genre: str, subject: str, *issuers: str) -> Callable[[Grammar], Grammar]:
    """Register a grammar under a code that no other has."""

    def register(compose: Grammar) -> Grammar:
        assert code not in KINDS, code
        KINDS[code] = Kind(code, genre, subject, issuers, compose)
        return compose

    return register


def compose(
    world: World,
    code: str,
    organisation: Organisation,
    on: date,
    *,
    matter: Matter | None = None,
    about: Document | None = None,
    take: int = 0,
) -> Document:
    """One paper of a kind. The same world, office, day and `take` give the same paper (but for its number)."""
    found = KINDS[code]
    voice = world.voice(f"{code}:{organisation.code}:{on}:{take}")
    made = found.compose(Scene(world, organisation, on, voice, matter, about))
    return Document(
        found.code,
        found.genre,
        found.subject,
        made.title,
        made.html,
        made.summary,
        made.issuer,
        made.generated_on,
        made.doc_number,
        made.keywords,
        made.attachments,
        made.matter,
    )
