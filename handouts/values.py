"""`dataclass` as in the standard library, made several times as fast: a cold run makes two hundred of these classes.

The standard decorator compiles six functions for each class, one by one, which took a tenth of a cold build. Here those
whose speed counts (making, comparing and hashing values) are compiled together, the others go through the fields.
Fields, `replace`, matching and pickling are the standard library's; `init=False` leaves a field to `__post_init__`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(
        *, frozen: bool = False, slots: bool = False, eq: bool = True, order: bool = False, repr: bool = True
    ) -> Callable[[type], type]:
        """Make a class a dataclass; the options are those of `dataclasses.dataclass`."""

        def make(cls: type) -> type:
            own = {name for name, value in vars(cls).items() if (name, value) != ("__hash__", None)}
            # With `frozen`, two functions would be compiled after all; only a class below a frozen one must ask for it.
            below = any(_is_frozen(base) for base in cls.__mro__[1:])
            cls = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, frozen=below and frozen)(cls)
            cls.__dataclass_params__.frozen = frozen  # which classes below it are asked about
            names = tuple(field.name for field in dataclasses.fields(cls))
            made: dict[str, Any] = _compiled(cls, names, frozen=frozen, eq=eq)
            if eq and not frozen:
                made |= {"__hash__": None}
            if order:
                made |= {f"__{test.__name__}__": _ordering(names, test) for test in (lt, le, gt, ge)}
            if repr:
                made |= {"__repr__": _showing(names)}
            if frozen:
                made |= {"__setattr__": _refuse, "__delattr__": _refuse}
            if frozen and slots:  # without these, unpickling would set attributes one by one, which is refused
                made |= {"__getstate__": _state(names), "__setstate__": _restoring(names)}
            for name, value in made.items():
                if name not in own:
                    setattr(cls, name, value)
            return cls

        return make


def _is_frozen(cls: type) -> bool:
    return bool(getattr(vars(cls).get("__dataclass_params__"), "frozen", False))


def _compiled(cls: type, names: Iterable[str], *, frozen: bool, eq: bool) -> dict[str, Any]:
    """`__init__`, and `__eq__` and `__hash__` where values are compared by their fields."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_missing": dataclasses.MISSING}
    parameters, body = ["self"], [" pass"]
    for field in dataclasses.fields(cls):
        name, value = field.name, field.name
        if not field.init:
            continue
        if field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
            parameters.append(f"{name}=_default_{name}")
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = field.default_factory
            parameters.append(f"{name}=_missing")
            value = f"_make_{name}() if {name} is _missing else {name}"
        else:
            parameters.append(name)
        body.append(f" _set(self, {name!r}, {value})" if frozen else f" self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append(" self.__post_init__()")
    lines = [f"def __init__({', '.join(parameters)}):", *body]
    if eq:
        one, other = ("".join(f"{side}.{name}," for name in names) for side in ("self", "other"))
        lines += [
            "def __eq__(self, other):",
            f" return ({one}) == ({other}) if other.__class__ is self.__class__ else NotImplemented",
            "def __hash__(self):",
            f" return hash(({one}))",
        ]
    made: dict[str, Any] = {}
    exec("\n".join(lines), known, made)
    return made


def _ordering(names: tuple[str, ...], test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    values = attrgetter(*names) if len(names) > 1 else _state(names)

    def compare(self: Any, other: Any) -> Any:
        return test(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented

    return compare


def _showing(names: tuple[str, ...]) -> Callable[[Any], str]:
    def show(self: Any) -> str:
        return f"{self.__class__.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return show


def _state(names: tuple[str, ...]) -> Callable[[Any], list[Any]]:
    return lambda self: [getattr(self, name) for name in names]


def _restoring(names: tuple[str, ...]) -> Callable[[Any, list[Any]], None]:
    def restore(self: Any, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    return restore


def _refuse(self: Any, name: str, *_: Any) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot change field {name!r} of {self.__class__.__qualname__}")
