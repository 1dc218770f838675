"""Tickets that are awkward to draw: `from awkward import write_awkward`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gitrepo import GitRepo

CONFIG = """\
prefix: JJM
workflow:
  review: [done, qa]
  qa: [done]
status_class: {qa: active}
ticket_types: [epic, task, idea]
priorities: [low, normal, high, critical]
services:
  empty: {title: Nothing to do}
  core: {title: Core}
fields:
  customer: {type: string}
"""

# Title, status, priority, assignee, phase, effort, the rest of the front matter.
ROWS = (
    (
        "👨‍👩‍👧‍👦 family 👩🏽‍🚀 on a long trip to somewhere far away",
        "backlog",
        "high",
        "علي",
        "P1",
        "6h",
        "service_id: core",
    ),
    (
        "ログイン画面の設計と実装についての長い題名です",
        "ready",
        "low",
        "山田",
        "日本語フェーズ",
        "1d",
        "customer: x",
    ),
    (
        "تسجيل الدخول عبر المتصفح والهاتف المحمول",
        "in_progress",
        "critical",
        "سارة",
        "مرحلة",
        "3h",
        "",
    ),
    (
        "e\u0301te\u0301 a\u0300 la plage, co\u0302te\u0301 nord de la plage",
        "qa",
        "normal",
        "ana",
        "P1",
        "",
        "",
    ),
    (
        '"a\\e[31mred\\a \\u202ertl \\u2066"',
        "odd",
        "urgent",
        "ana",
        "P1",
        "20m",
        "ticket_type: wish",
    ),
    ("x", "done", "normal", "", "", "", ""),
    ("שלום עולם", "review", "normal", "דנה", "P1", "2h", "dependencies: [JJM-001]"),
    ("given up", "cancelled", "low", "", "P1", "40h", ""),
)


def write_awkward(repo: GitRepo) -> None:
    """Replaces a repository's tickets with wide, combining, right-to-left and hostile ones."""
    repo.write(".tickets/config.yml", CONFIG)
    for number, (title, status, priority, who, phase, effort, rest) in enumerate(ROWS, 1):
        name = f"JJM-{number:03}"
        text = f"---\nid: {name}\ntitle: {title}\nstatus: {status}\npriority: {priority}\n"
        text += f"assignee: {who}\nphase: {phase}\neffort: {effort}\n{rest}\n---\n"
        repo.write(f".tickets/{name}.md", text)
