"""Settings made in awkward configs: made without touching anything else, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from jticket.errors import JticketError
from jticket.text.config import read_config
from jticket.text.config_paths import path_of, value_of
from jticket.text.edits.apply import EditRefusedError
from jticket.text.edits.config import with_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jticket.model.diagnostics import Diagnostic

TEXTS = (
    "",
    "\n",
    "# only a comment",
    "---\nprefix: JJM\n",
    "\ufeffprefix: JJM\r\n",
    "prefix: JJM # c\n# end\n",
    "milestones:\n",
    "milestones: # c\n",
    "milestones: {}\n",
    "milestones: {MVP: {due: 2026-01-31, goal: a}, Beta: }\n",
    "milestones: {\n  MVP: {due: 2026-01-31}, # c\n  Beta: {goal: x}\n}\n",
    "milestones: { # c\n}\n",
    "milestones:\n  MVP:\n  # c\n  Beta: {}\n\n\n",
    "milestones:\n  MVP:\n    due: 2026-01-31\n    goal: >\n      long\n      text\n",
    "milestones: {MVP: {due: , goal: a}}\n",
    "milestones: {MVP: {goal: x}}\nmilestones: x\n",
    "milestones: 'x'\n",
    "milestones: [a]\n",
    "? milestones\n: {MVP: {goal: x}}\n",
    '"milestones": {"MVP": {"goal": "x"}}\n',
    "milestones: {MVP: {goal: x}}\n...\n",
    "working_days: [mon]\nworkflow: {qa: [done], }\nstatus_class: {qa: active}\n",
    "working_days:\n- mon # c\n- tue\n",
    "working_days: [mon, # c\n  tue]\n",
    "wip_limits: {per_person: 2}",
    "wip_limits:\n    per_person: 2",
    "commit_subject: |\n  {id}: {what}\nprefix: JJM\n",
    "<<: {a: b}\nprefix: JJM\n",
    "prefix: &a JJM\n",
    "prefix: JJM\nprefix: ABC\n",
    "prefix: {\n",
)
SETTINGS = (
    "prefix=ABC",
    "prefix=",
    "milestones.MVP.due=2026-02-28",
    "milestones.MVP.due=",
    "milestones.MVP.goal=a: b, {c} # d",
    "milestones.Beta.goal=later",
    "milestones.Beta=",
    "milestones=",
    "working_days=tue,wed",
    "working_days=",
    "workflow.qa=done,review",
    "wip_limits.per_person=3",
    "wip_limits.per_person=",
    "wip_limits.review=1",
    "commit_subject={id} {what}",
    "views.v.where=title ~ 'a, b'",
    "views.v.sort=-priority,due",
)


def diagnostics(data: bytes) -> Sequence[Diagnostic]:
    return read_config(data, "config.yml", "T").diagnostics


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("setting", SETTINGS)
def test_a_setting_is_made_alone_or_refused(text: str, setting: str) -> None:
    data = text.encode()
    key, _, value = setting.partition("=")
    path = path_of(key)

    def made(before: bytes) -> bytes:
        return with_settings(before, [(path, value_of(path, value))], "config.yml", diagnostics)

    try:
        result = made(data)
    except JticketError:
        return
    before, after = (read_config(content, "config.yml", "T") for content in (data, result))
    changed = {
        name
        for name in before.settings.__slots__
        if getattr(before.settings, name) != getattr(after.settings, name)
    }
    assert changed <= {path[0]}
    assert len(diagnostics(result)) <= len(diagnostics(data))
    assert made(result) == result
    kept = [line for line in text.splitlines() if line.lstrip().startswith("#")]
    assert [line for line in result.decode().splitlines() if line in kept] == kept


def test_a_config_that_is_not_text_is_left_alone() -> None:
    with pytest.raises(EditRefusedError, match="UTF-8"):
        with_settings(b"prefix: \xff\n", [(("prefix",), "ABC")], "config.yml", diagnostics)
