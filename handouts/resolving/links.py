"""Links with late values in them."""

from __future__ import annotations

import re
from collections.abc import Mapping


def linked(link: str, values: Mapping[str, str]) -> str:
    """A link with the slots in it filled in."""
    if "{" in link:
        for name, value in values.items():
            link = link.replace(f"{{{name}}}", value)
    return telephone(link) if link.startswith("tel:") else link


def telephone(link: str) -> str:
    """A `tel:` address as RFC 3966 wants it: digits with an optional plus, and what follows `ext` as extension."""
    number, _, extension = link.removeprefix("tel:").lower().partition("ext")
    digits = re.sub(r"[^0-9]", "", number)
    more = re.sub(r"[^0-9]", "", extension)
    plus = "+" if number.strip().startswith("+") else ""
    return f"tel:{plus}{digits}" + (f";ext={more}" if more else "")
