"""Findings as SARIF 2.1.0 (OASIS, 2020), the exchange format of code scanning."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from jticket import __version__
from jticket.model.diagnostics import Severity
from jticket.model.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.diagnostics import Diagnostic, Rule

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "jticketFinding/v1"
"""Names the way in which a finding is told again in the next run: by rule, ticket and message, so
that lines above it may come and go."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_ROOT = "%SRCROOT%"
_RANKS = {code: index for index, code in enumerate(RULES)}


def as_sarif(found: Sequence[Diagnostic]) -> dict[str, object]:
    """The log of one run; places are relative to the repository's root."""
    driver = {
        "name": "jticket",
        "version": __version__,
        "rules": [_rule(rule) for rule in RULES.values()],
    }
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The repository's root."}}},
        "columnKind": "unicodeCodePoints",
        "results": list(_results(found)),
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, object]:
    example = f"For example: {rule.example}."
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.name.replace("-", " ").capitalize() + "."},
        "fullDescription": {"text": rule.reason},
        "help": {
            "text": f"{rule.reason} {example}",
            "markdown": f"{rule.reason}\n\n{example}\n\nMore: `jticket guide findings`.",
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _results(found: Sequence[Diagnostic]) -> Iterator[dict[str, object]]:
    seen: Counter[tuple[str, str, str]] = Counter()
    for each in found:
        key = (each.rule.code, each.ticket_id or each.path, each.message)
        seen[key] += 1
        identity = "\0".join((*key, str(seen[key])))
        place = {
            "artifactLocation": {
                "uri": quote(each.path, errors="surrogateescape"),
                "uriBaseId": _ROOT,
            },
            "region": {"startLine": each.start.line, "startColumn": each.start.column},
        }
        yield {
            "ruleId": each.rule.code,
            "ruleIndex": _RANKS[each.rule.code],
            "level": _LEVELS[each.severity],
            "message": {"text": _without_links(each.sentence)},
            "locations": [{"physicalLocation": place}],
            "partialFingerprints": {
                FINGERPRINT: sha256(identity.encode(errors="surrogateescape")).hexdigest()
            },
        }


def _without_links(text: str) -> str:
    """The text without what viewers take for a link (3.11.6): its words may be a stranger's."""
    return text.replace("](", "] (")
