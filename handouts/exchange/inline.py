"""Texts with their locked pieces as inline codes, the way XLIFF writes them, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handouts.exchange.locked import Token, tokens

# Only figures that every language writes alike: no decimal sign, no grouping, not part of a name such as B12.
_SAME_EVERYWHERE = re.compile(r"[0-9]+")
_TYPES = {"placeholder": "ui", "citation": "other", "link": "link", "number": "fmt"}


@dataclass(frozen=True, slots=True)
class Code:
    """One inline code: its id in the text, the id of its data, and the piece of text it stands for."""

    id: str
    data: str
    text: str
    type: str


Run = Sequence[str | Code]


def coded(source: str, target: str) -> tuple[Run, Run, Mapping[str, str]]:
    """Both texts as words and codes, and the data of all codes; equal pieces share their id."""
    data: dict[str, str] = {}
    ids: dict[str, str] = {}
    open_codes: list[tuple[Token, Code]] = []
    source_run: list[str | Code] = []
    for piece in _pieces(source):
        if isinstance(piece, Token):
            code = Code(str(len(open_codes) + 1), _data(piece.text, data, ids), piece.text, _TYPES[piece.kind])
            open_codes.append((piece, code))
            source_run.append(code)
        else:
            source_run.append(piece)
    target_run: list[str | Code] = []
    for piece in _pieces(target):
        found = _match(piece, open_codes) if isinstance(piece, Token) else None
        if isinstance(piece, Token) and found is not None:
            open_codes.remove(found)
            target_run.append(Code(found[1].id, _data(piece.text, data, ids), piece.text, found[1].type))
        else:
            target_run.append(piece.text if isinstance(piece, Token) else piece)
    return source_run, target_run, data


def _match(token: Token, candidates: list[tuple[Token, Code]]) -> tuple[Token, Code] | None:
    return next((pair for pair in candidates if (pair[0].kind, pair[0].key) == (token.kind, token.key)), None)


def _data(text: str, data: dict[str, str], ids: dict[str, str]) -> str:
    if text not in ids:
        ids[text] = f"d{len(ids) + 1}"
        data[ids[text]] = text
    return ids[text]


def _pieces(text: str) -> list[str | Token]:
    """The text in order: words, and the pieces that become codes."""
    pieces: list[str | Token] = []
    place = 0
    for token in tokens(text):
        if token.kind == "number" and not _stands_alone(text, token):
            continue
        if token.start > place:
            pieces.append(text[place : token.start])
        pieces.append(token)
        place = token.end
    if place < len(text):
        pieces.append(text[place:])
    return pieces


def _stands_alone(text: str, token: Token) -> bool:
    before = text[token.start - 1 : token.start]
    return bool(_SAME_EVERYWHERE.fullmatch(token.text)) and not re.match(r"[A-Za-z.,/-]", before)
