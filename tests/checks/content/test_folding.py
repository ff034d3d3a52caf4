"""Words are looked for in letters that are the same wherever a pattern that ignores case finds no difference."""

import re

import pytest

from handouts.checks.content.must_not_say import _folded


@pytest.mark.parametrize("one", ["i", "ı", "İ", "s", "ſ", "k", "\u212a", "µ", "μ", "ς", "ß", "ẞ", "é", "Ж", "Ⴀ", "ﬆ"])
def test_what_ignores_case_is_folded_alike(one):
    alike = [chr(code) for code in range(0x250, 0x10000) if not 0xD800 <= code < 0xE000]
    alike = [other for other in (*map(chr, range(0x250)), *alike) if re.fullmatch(one, other, re.IGNORECASE)]
    assert one in alike
    assert {_folded(other) for other in alike} == {_folded(one)}
