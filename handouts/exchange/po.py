"""Catalogs as PO files; sole user of polib."""

from __future__ import annotations

from typing import Any

import polib

from handouts import product
from handouts.diagnostics import Diagnostic, Mark, error
from handouts.exchange.catalog import Catalog, Message, State
from handouts.language import english_name
from handouts.resolving.translated import SOURCE

MAX_BYTES = 20_000_000
_LANGUAGE = "X-Handouts-Language"
_HINT = "Save it again in the translation program, as UTF-8, or export it anew."


def write_po(catalog: Catalog) -> bytes:
    """The catalog as a PO file: same catalog, same bytes. No dates, no names of people."""
    file = polib.POFile(wrapwidth=0)
    file.header = f"{english_name(catalog.language)} texts of patient handouts."
    file.metadata = {
        "Project-Id-Version": f"handouts {product.version()}",
        "Language": catalog.language.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": SOURCE,
        _LANGUAGE: catalog.language,
    }
    file.extend(_entry(message) for message in catalog.messages)
    return (str(file).rstrip("\n") + "\n").encode()


def _entry(message: Message) -> polib.POEntry:
    return polib.POEntry(
        msgctxt=f"{message.section}/{message.path}",
        msgid=message.source,
        msgstr=message.target,
        comment="\n".join(message.notes),
        occurrences=[(message.mark.path, str(message.mark.line))],
        flags=["fuzzy"] if message.stale else [],
    )


def read_po(data: bytes, name: str) -> tuple[Catalog | None, tuple[Diagnostic, ...]]:
    """A PO file as a catalog; None and the reason when it cannot be used."""
    if len(data) > MAX_BYTES:
        return None, (error("exchange-file", Mark(name), "The file is over 20 MB.", "Export fewer sections at once."),)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        # polib would open a file whose name is all there is; with a line break at its end no text is a name.
        file: Any = polib.pofile(text + "\n")
    except UnicodeDecodeError:
        return None, (error("exchange-file", Mark(name), "The PO file is not saved as UTF-8.", _HINT),)
    except (OSError, ValueError, IndexError, KeyError, AttributeError):  # what polib raises for what it cannot read
        return None, (error("exchange-file", Mark(name), "This is not a PO file.", _HINT),)
    language = file.metadata.get(_LANGUAGE) or file.metadata.get("Language", "").replace("_", "-")
    if not language:
        hint = "The head of the file needs a line such as: Language: es"
        return None, (error("exchange-file", Mark(name), "The file does not say its language.", hint),)
    return Catalog(language, tuple(_message(entry, name) for entry in file if not entry.obsolete)), ()


def _message(entry: Any, name: str) -> Message:
    section, _, path = (entry.msgctxt or "").partition("/")
    state: State = "initial" if not entry.msgstr or entry.fuzzy else "translated"
    return Message(section, path, entry.msgid, entry.msgstr.strip(), state, Mark(name, entry.linenum or 1))
