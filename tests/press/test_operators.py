import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.press.operators import content_operations, operations


def check(data, *expected):
    assert [tuple(operation) for operation in content_operations(data)] == list(expected)


@pytest.mark.parametrize(
    ("data", "operands"),
    [
        (b"1 -2 +3 .5 4. -.25 x", [1.0, -2.0, 3.0, 0.5, 4.0, -0.25]),
        (b"/Name /A#20B / x", ["/Name", "/A B", "/"]),
        (b"(a(b)c) (\\)\\() x", [b"a(b)c", b")("]),
        (b"(\\n\\101\\7\\\r\nz\\q) x", [b"\nA\x07zq"]),
        (b"<41 42> <4> <> x", [b"AB", b"@", b""]),
        (b"[1 (a) [/B]] x", [[1.0, b"a", ["/B"]]]),
        (b"<</MCID 3/B<</C[true false null]>>>>x", [{"/MCID": 3.0, "/B": {"/C": [True, False, None]}}]),
        (b"% comment ( [\n1 x", [1.0]),
        (b"] >> ) > } 1   \n  x   \n", [1.0]),
        (b"1.2.3 2 x", None),
    ],
)
def test_operands(data, operands):
    expected = [("1.2.3", []), ("x", [2.0])] if operands is None else [("x", operands)]
    check(data, *expected)


def test_operators_follow_each_other():
    check(b"q 1 0 0 1 5 5 cm/X Do Q", ("q", []), ("cm", [1.0, 0.0, 0.0, 1.0, 5.0, 5.0]), ("Do", ["/X"]), ("Q", []))


def test_an_inline_image_is_one_operator():
    check(b"q BI /W 1 /H 1 ID \x00(EI<<\xff EI Q", ("q", []), ("BI", []), ("Q", []))
    check(b"BI ID never ends", ("BI", []))


def test_an_open_string_ends_with_the_data():
    check(b"(abc")
    check(b"(abc\\")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_to_the_end(data):
    list(operations(data))


@given(st.text("()<>[]/\\ 1.EIDBT%\n#", max_size=200))
def test_any_delimiters_are_read_to_the_end(text):
    list(operations(text.encode()))
