"""Where the user's own settings are."""

from __future__ import annotations

from pathlib import Path

import pytest

from jticket.store.user_settings import user_config_path


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"XDG_CONFIG_HOME": "/x", "HOME": "/home/ana"}, "/x/jticket/config.yml"),
        (
            {"XDG_CONFIG_HOME": "relative", "HOME": "/home/ana"},
            "/home/ana/.config/jticket/config.yml",
        ),
        ({"HOME": "/home/ana"}, "/home/ana/.config/jticket/config.yml"),
        ({"HOME": ""}, None),
        ({}, None),
    ],
)
def test_they_are_in_the_users_configuration_folder(
    environ: dict[str, str], expected: str | None
) -> None:
    assert user_config_path(environ) == (Path(expected) if expected else None)
