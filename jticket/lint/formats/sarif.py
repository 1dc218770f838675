"""Findings as SARIF 2.1.0 (OASIS, 2020), the exchange format of code scanning."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from jticket import __version__
from jticket.lint.registry import CATALOGUE
from jticket.model.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jticket.model.diagnostics import Diagnostic, Rule

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "jticketFinding/v1"
"""Identifies a finding in later runs by rule, ticket and message, not by its line."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_ROOT = "%SRCROOT%"
_RULE_INDEX = {code: index for index, code in enumerate(CATALOGUE)}


def as_sarif(findings: Sequence[Diagnostic]) -> dict[str, object]:
    """Returns the log of one run; paths are relative to the repository's root."""
    driver = {
        "name": "jticket",
        "version": __version__,
        "rules": [_rule(rule) for rule in CATALOGUE.values()],
    }
    run = {
        "tool": {"driver": driver},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The repository's root."}}},
        "columnKind": "unicodeCodePoints",
        "results": list(_results(findings)),
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


def _results(findings: Sequence[Diagnostic]) -> Iterator[dict[str, object]]:
    seen: Counter[tuple[str, str, str]] = Counter()
    for finding in findings:
        key = (finding.rule.code, finding.ticket_id or finding.path, finding.message)
        seen[key] += 1
        identity = "\0".join((*key, str(seen[key])))
        place = {
            "artifactLocation": {
                "uri": quote(finding.path, errors="surrogateescape"),
                "uriBaseId": _ROOT,
            },
            "region": {"startLine": finding.start.line, "startColumn": finding.start.column},
        }
        yield {
            "ruleId": finding.rule.code,
            "ruleIndex": _RULE_INDEX[finding.rule.code],
            "level": _LEVELS[finding.severity],
            "message": {"text": _without_links(finding.sentence)},
            "locations": [{"physicalLocation": place}],
            "partialFingerprints": {
                FINGERPRINT: sha256(identity.encode(errors="surrogateescape")).hexdigest()
            },
        }


def _without_links(text: str) -> str:
    """Returns the text without links (section 3.11.6): it may quote a stranger's ticket."""
    return text.replace("](", "] (")
