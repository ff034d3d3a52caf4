"""What the workspace wants of each rule: `checks:` of its settings read by the options that the rules declare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handouts.checks.content.ruling import Option, Options, Ruled, Value
from handouts.diagnostics import Diagnostic, Severity, error
from handouts.guidance import Given, Setting
from handouts.names import did_you_mean, find
from handouts.records import dataclass

OFF = "off"
LEVELS = (*(severity.value for severity in Severity), OFF)


@dataclass(frozen=True, slots=True)
class Choice:
    """One rule as the workspace wants it; `severity` is None when it is off, `given` by option and language."""

    severity: Severity | None
    given: Mapping[tuple[str, str], Value]

    def options(self, rule: Ruled, language: str) -> Options:
        """The rule's options in one language: said for it, said for its base, said for all, or the default."""
        base = language.split("-")[0]
        return Options(
            {
                option.name: next(
                    (self.given[option.name, tag] for tag in (language, base, "") if (option.name, tag) in self.given),
                    option.for_language(language),
                )
                for option in rule.OPTIONS
            }
        )


def choices(
    rules: Mapping[str, Ruled], settings: tuple[Setting, ...]
) -> tuple[dict[str, Choice], tuple[Diagnostic, ...]]:
    """Every rule's choice, and what is wrong with the settings; what is wrong counts as not said."""
    findings: list[Diagnostic] = []
    made = {name: Choice(rule.SEVERITY, {}) for name, rule in rules.items()}
    for setting in settings:
        rule, unknown = find("rule", setting.rule, rules, setting.mark)
        findings += unknown
        if rule is not None:
            made[setting.rule] = _choice(rule, setting, findings)
    return made, tuple(findings)


def _choice(rule: Ruled, setting: Setting, findings: list[Diagnostic]) -> Choice:
    severity: Severity | None = rule.SEVERITY
    if setting.severity and setting.severity not in LEVELS:
        message = f"'{setting.severity[:40]}' is no severity."
        findings.append(error("check-setting", setting.mark, message, did_you_mean(setting.severity, LEVELS)))
    elif setting.severity:
        severity = None if setting.severity == OFF else Severity(setting.severity)
    known = {option.name: option for option in rule.OPTIONS}
    given = {}
    for each in setting.options:
        option = known.get(each.name)
        if option is None:
            message = f"The rule {rule.ID} has no option '{each.name[:40]}'."
            findings.append(error("check-setting", each.mark, message, did_you_mean(each.name, (*known, "severity"))))
            continue
        value = _value(option, each, findings)
        if value is not None:
            given[each.name, each.language] = value
    return Choice(severity, given)


def _value(option: Option, each: Given, findings: list[Diagnostic]) -> Value | None:
    if isinstance(option.default, tuple):
        return each.values
    text = each.values[0] if len(each.values) == 1 else ""
    if isinstance(option.default, int):
        if text.isascii() and text.isdigit() and len(text) <= 6 and option.least <= int(text) <= option.most:
            return int(text)
        hint = f"Write a whole number from {option.least} to {option.most:,}."
    elif text in option.allowed:
        return text
    else:
        hint = did_you_mean(text, option.allowed)
    message = f"'{option.name}' cannot be '{', '.join(each.values)[:40]}'."
    findings.append(error("check-setting", each.mark, message, hint))
    return None


def json_schema(rules: Mapping[str, Ruled]) -> dict[str, Any]:
    """The JSON Schema of `checks:`, for editors; more exact than the one of the settings file alone."""
    level = {"enum": list(LEVELS)}
    return {
        "type": "object", "additionalProperties": False,
        "description": "How grave each content rule is, and its options.",
        "properties": {name: {"description": _first(rule), "anyOf": [level, _map(rule, level)]}
                       for name, rule in rules.items()},
    }  # fmt: skip


def _map(rule: Ruled, level: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object", "additionalProperties": False,
        "properties": {"severity": level, **{option.name: _of_option(option) for option in rule.OPTIONS}},
    }  # fmt: skip


def _of_option(option: Option) -> dict[str, Any]:
    one: dict[str, Any]
    if isinstance(option.default, tuple):
        one = {"type": "array", "items": {"type": ["string", "number"]}}
    elif isinstance(option.default, int):
        one = {"type": "integer", "minimum": option.least, "maximum": option.most}
    else:
        one = {"enum": list(option.allowed)}
    return {"description": option.about, "anyOf": [one, {"type": "object", "additionalProperties": one}]}


def _first(rule: Ruled) -> str:
    return (rule.__doc__ or "").split("\n\n")[0].replace("\n", " ")
