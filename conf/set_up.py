"""Makes the virtual environment that the other ``make`` targets use; tells a failure in one line.

The Makefile runs it from the project's folder, with whatever ``python3`` is there: it must start on
an old Python to be able to say that it is too old. ``.venv/.ready`` is written last and holds the
folder's path, so that a half-made environment, or one copied from elsewhere, is made anew.
"""

import errno
import re
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
LOCK = Path("requirements.lock")
LOG = Path("build", "setup.log")
ENVIRONMENT = Path(".venv")
READY = ENVIRONMENT / ".ready"
INSTALLED_LOCK = ENVIRONMENT / LOCK.name

DISK_FULL = "The disk is full: free about 1.5 GB, then run make again."
CAUSES = (
    (r"No space left on device|Disk quota exceeded", DISK_FULL),
    (
        r"ensurepip is not|No module named '?(ensurepip|venv)",
        "This Python cannot make virtual environments: install python3-venv, then run make again.",
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "A downloaded package is not the one that requirements.lock names, so it was not installed.",
    ),
    (
        r"Retrying \(|Max retries|NewConnectionError|NameResolutionError|Timeout|ProxyError|SSLError",
        "The packages could not be downloaded: check the network connection, then run make again.",
    ),
    (
        r"No matching distribution found",
        "A locked package does not exist for this Python: name another, like make PYTHON=python3.12 html.",
    ),
)
"""What a log says, and what to do about it; the first that fits is told."""


class SetupError(Exception):
    """The environment could not be made; the message is one line for the reader."""


def cause(log: str) -> str:
    """Say in one line why a step failed, from what it printed."""
    for pattern, advice in CAUSES:
        if re.search(pattern, log):
            return advice
    errors = [line for line in log.splitlines() if line.startswith("ERROR")]
    return errors[-1] if errors else "A step of the set-up failed."


def require_python() -> None:
    """Refuse a Python older than the packages need."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        oldest, this = ("{}.{}".format(*version) for version in (OLDEST_PYTHON, sys.version_info))
        raise SetupError(
            f"Python {oldest} or newer is needed and this is {this}: install a newer one and name it, "
            "for example: make PYTHON=python3.12 html."
        )


def run(*command: str) -> None:
    """Run a step, keep what it prints in the log, and count the packages it fetches."""
    packages = 0
    start = LOG.stat().st_size
    with LOG.open("a", encoding="utf-8") as log:
        step = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            universal_newlines=True,
            encoding="utf-8",
            errors="replace",
        )
        for line in step.stdout or ():
            log.write(line)
            packages += line.startswith("Collecting ")
            if line.startswith("Collecting ") and packages % 10 == 0:
                say(f"  {packages} packages fetched")
    if step.wait() != 0:
        with LOG.open(encoding="utf-8") as log:
            log.seek(start)
            raise SetupError(f"{cause(log.read())} Details: {LOG}")


def install_packages() -> None:
    """Make a fresh environment and put exactly the locked packages in it."""
    say("Setting up .venv (once, about a minute) ...")
    run(sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT))
    # Ready-made files only: building a package would fetch tools that the lock does not name.
    locked = ("--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCK))
    pip("install", "--retries", "2", *locked)
    INSTALLED_LOCK.write_bytes(LOCK.read_bytes())


def install_project() -> None:
    """Install the project itself from where it lies, which gives the command ``evidence``."""
    say("  installing the command evidence")
    pip("install", "--no-deps", "--no-build-isolation", "--no-index", "--editable", ".")


def pip(*arguments: str) -> None:
    """Run the environment's own pip."""
    run(str(ENVIRONMENT / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", *arguments)


def packages_are_locked() -> bool:
    """Whether a finished environment, made in this folder, holds the packages of the lock."""
    return (
        READY.is_file()
        and READY.read_text(encoding="utf-8") == str(Path.cwd())
        and INSTALLED_LOCK.is_file()
        and INSTALLED_LOCK.read_bytes() == LOCK.read_bytes()
    )


def set_up() -> None:
    """Make the environment ready, doing only what is not done yet."""
    require_python()
    LOG.parent.mkdir(exist_ok=True)
    LOG.write_bytes(b"")
    if ENVIRONMENT.is_symlink():
        ENVIRONMENT.unlink()  # the environment of another folder, which a fresh start would empty
    keep = packages_are_locked()
    if READY.exists():
        READY.unlink()
    if not keep:
        install_packages()
    install_project()
    READY.write_text(str(Path.cwd()), encoding="utf-8")
    say("  .venv is ready")


def say(line: str) -> None:
    """Print a line of progress at once."""
    print(line, flush=True)


def main() -> str:
    """Set up and return the one line that tells what failed, empty if nothing did."""
    try:
        set_up()
    except SetupError as error:
        return str(error)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return DISK_FULL
        return f"The set-up could not go on: {error}."
    except KeyboardInterrupt:
        return "Stopped. The next make starts the set-up again."
    return ""


if __name__ == "__main__":
    sys.exit(main() or 0)
