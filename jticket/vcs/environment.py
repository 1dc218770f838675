"""The variables that git may inherit, and the variables and options that it is given.

Reads no environment itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMITTING: Final = "JTICKET_COMMITTING"
"""Set to `1` for every hook, and for all that git starts while the lock is held: a command
that changes tickets must refuse at once there, since it would wait for its own parent."""

FIXED: Final[Mapping[str, str]] = {
    # File names are names, not patterns: `[a]*.md` and `:(top)x` are legal ones.
    "GIT_LITERAL_PATHSPECS": "1",
    # Only a command that changes the index takes index.lock: reading never blocks the user's git.
    "GIT_OPTIONAL_LOCKS": "0",
}
"""Given to every git that is started here, except to run hooks: those see what git shows them."""

OPTIONS: Final = ("-c", "safe.bareRepository=explicit")
"""Given to every git but those for hooks: a clone may bring a bare repository along, whose config
runs programs."""

LOG_OPTIONS: Final = (
    *("-c", "log.showSignature=false"),
    *("-c", "log.follow=false"),
    *("-c", "log.showRoot=true"),
)
"""Given to every `git log`: a user's configuration must not add text, follow a single file's
renames, or hide what the first commit added."""

# What a person, a shell profile or a CI job sets on purpose. Everything else is dropped, since a
# list of dangerous variables would be out of date with the next git: inside a hook GIT_DIR,
# GIT_INDEX_FILE and GIT_QUARANTINE_PATH would send the commit to another repository, and
# GIT_EXTERNAL_DIFF, GIT_REPLACE_REF_BASE or GIT_NAMESPACE would change what is read.
# GIT_CONFIG_PARAMETERS (`git -c`, handed to hooks and aliases) is dropped too: git itself counts it
# among a repository's own variables. GIT_CONFIG_COUNT stays, since images and CI jobs pass
# `safe.directory` and credentials that way.
_KEPT: Final = frozenset(
    {
        "GIT_ALLOW_PROTOCOL",
        "GIT_ASKPASS",
        "GIT_ATTR_NOSYSTEM",
        "GIT_CEILING_DIRECTORIES",
        "GIT_CONFIG_COUNT",
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_CONFIG_SYSTEM",
        "GIT_DISCOVERY_ACROSS_FILESYSTEM",
        "GIT_EDITOR",
        "GIT_EXEC_PATH",
        "GIT_NO_LAZY_FETCH",
        "GIT_PAGER",
        "GIT_PROTOCOL_FROM_USER",
        "GIT_PROXY_COMMAND",
        "GIT_SSH",
        "GIT_SSH_COMMAND",
        "GIT_SSH_VARIANT",
        "GIT_TEMPLATE_DIR",
        "GIT_TERMINAL_PROMPT",
        "GIT_TEXTDOMAINDIR",
    }
)
_KEPT_PREFIXES: Final = (
    "GIT_AUTHOR_",
    "GIT_COMMITTER_",
    "GIT_CONFIG_KEY_",
    "GIT_CONFIG_VALUE_",
    "GIT_CURL_",
    "GIT_HTTP_",
    "GIT_LFS_",
    "GIT_PROXY_SSL_",
    "GIT_PYTHON_",
    "GIT_SSL_",
    "GIT_TRACE",
)


def redirecting(environ: Mapping[str, str]) -> frozenset[str]:
    """Returns the names of the `GIT_*` variables that must be dropped before any git is started.

    Kept are identity and dates, the paths of the user's configuration, the transport, editor and
    tracing; a variable that is not listed is dropped.
    """
    return frozenset(
        name
        for name in environ
        if name.startswith("GIT_") and name not in _KEPT and not name.startswith(_KEPT_PREFIXES)
    )


def spoken_locale(environ: Mapping[str, str]) -> dict[str, str]:
    """Returns what hooks and filters need to speak the user's language.

    GitPython sets both variables to `C` so that git's own words can be read. An empty value means
    the same to every program as an unset one, and an unset one can't be passed on.
    """
    return {name: environ.get(name, "") for name in ("LANGUAGE", "LC_ALL")}
