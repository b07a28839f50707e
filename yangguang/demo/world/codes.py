"""Codes that check: unified social credit codes (GB 32100) of organisations that do not exist."""

_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BODY = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def organisation_code(stem: str) -> str:
    """Eight characters and their check character (GB 11714)."""
    total = sum(
        _BODY.index(sign) * weight for sign, weight in zip(stem, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    check = 11 - total % 11
    return stem + {10: "X", 11: "0"}.get(check, str(check))


def credit_code(kind: str, division: str, stem: str) -> str:
    """All eighteen characters: kind (two), division (six), organisation code (nine), check."""
    body = kind + division + organisation_code(stem)
    total = sum(_LETTERS.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return body + _LETTERS[(31 - total % 31) % 31]
