"""Runs the command line, as `python -m jticket` and as the installed program `jticket`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Runs the command line and exits, also when it is interrupted while its modules load."""
    try:
        import signal

        # An exception in the middle of an import may be wrapped in another, or swallowed.
        is_default = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        if is_default:
            signal.signal(signal.SIGINT, _interrupted)
        from jticket.cli.main import main as run_command_line

        if is_default:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        run_command_line()
    except KeyboardInterrupt:
        _interrupted()


def _interrupted(*_: object) -> NoReturn:
    """Ends the process at once: there is nothing to write or to remove yet."""
    import os

    try:
        os.write(2, b"error: interrupted\n")
    finally:
        os._exit(130)


if __name__ == "__main__":
    main()
