"""Set titrate up and use it, with nothing but Python installed.

    python3 run.py demo                      one patient, two doors, two dose windows
    python3 run.py test [pytest arguments]   the tests, run from the project's folder

The first use makes the folder .venv beside this file and installs titrate into it (once, about a
minute); later uses start at once. The folder belongs to this script: broken, half-made or made
by another Python, it is removed and made again. Nothing outside the project is changed, and
pip's own settings (pip.conf, PIP_ variables) hold.
"""
# Standard library only, and every line parses on Python 3.6: an old Python must come as far as
# saying that it is too old.

import contextlib
import difflib
import errno
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

NEEDED = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "titrate-stamp.json"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
EXTRAS = {"demo": [], "test": ["test"]}

# Run by the environment's own Python. It says nothing unless it really is that environment:
# without its pyvenv.cfg, .venv/bin/python is the system's Python, and pip would install there.
PROBE = """
import importlib.util, os, sys
if os.path.samefile(sys.prefix, sys.argv[1]):
    print("%s-%d.%d" % ((sys.implementation.name,) + sys.version_info[:2]))
    print(*[name for name in ("pip", "titrate") if importlib.util.find_spec(name)])
"""

ELSEWHERE = (
    "A setting sends packages elsewhere: look for target, prefix, root, user, python or dry-run "
    "in `pip config list` and in the PIP_ variables, and take it away for this command."
)

# The first row with a phrase found in what the failed step printed gives the advice. The order
# matters: a missing network or a full disk also makes a build fail.
ADVICE = (
    (
        ("no space left", "not enough space", "disk quota exceeded", "errno 28"),
        "The disk is full. Free about 1 GB, then run the same command again.",
    ),
    (
        ("permission denied", "read-only file system", "access is denied", "not permitted"),
        "A folder cannot be written to or is in use. Leave programs that use .venv, or move the "
        "project to a folder of your own; then run the same command again.",
    ),
    (
        ("no module named ensurepip", "no module named venv", "ensurepip is"),
        "This Python came without the parts that make environments (venv and ensurepip). On "
        "Debian and Ubuntu: sudo apt install python3-venv (for another Python than the "
        "system's, python3.11-venv and so on). The installers from python.org have them.",
    ),
    (
        (
            "connection",
            "name resolution",
            "getaddrinfo",
            "network is unreachable",
            "timed out",
            "proxy",
            "max retries",
            "certificate verify failed",
            "not a trusted or secure host",
        ),
        "pip could not reach its package index. Look at the network and the proxy, or name an "
        "index or folder that can be reached (`pip config list` shows what pip uses; "
        "PIP_INDEX_URL and PIP_FIND_LINKS change it); then run the same command again.",
    ),
    (
        ("no matching distribution", "could not find a version", "resolutionimpossible"),
        "pip found no fitting version of that package where it looked. `pip config list` shows "
        "where that is. A very new Python may have to wait for its packages: try Python 3.11.",
    ),
    (("tomldecodeerror",), "pyproject.toml cannot be read: undo the last change to it."),
    (("--home", "--prefix", "--target", "--user"), ELSEWHERE),
    (
        ("subprocess-exited-with-error", "did not run successfully", "failed building", "failed-"),
        "A build failed. If the lines above are about titrate, undo the last change to "
        "pyproject.toml or to the folders it names. If they are about another package, that "
        "package has nothing ready-made for this Python: try Python 3.11.",
    ),
)
NO_ADVICE = "Put right what the lines above name, then run the same command again."
NOISE = ("note: ", "hint: ", "raise ", "File ", "[notice]", "╰─> See above", "│ exit code")
TELLING = re.compile(
    "error|exception|cannot|"
    + "|".join(re.escape(phrase) for phrases, _ in ADVICE for phrase in phrases),
    re.IGNORECASE,
)


class SetupFailure(Exception):
    """A step of the set-up that did not work, with what it printed."""

    def __init__(self, step: str, printed: str, advice: str = "", code: int = 1) -> None:
        super().__init__(step)
        self.step = step
        self.printed = printed
        self.advice = advice or advice_on(printed)
        self.code = code

    def __str__(self) -> str:
        lines = "\n".join("    " + line for line in relevant_lines(self.printed))
        return f"titrate is not set up: {self.step} failed.\n\n{lines}\n\nWhat to do: {self.advice}"


def advice_on(printed: str) -> str:
    """Return what to do about a step that printed this."""
    text = printed.lower()
    for phrases, advice in ADVICE:
        if any(phrase in text for phrase in phrases):
            return advice
    return NO_ADVICE


def relevant_lines(printed: str, most: int = 8) -> "list[str]":
    """Return the last lines that tell of an error, each once and none very long; or the last."""
    lines = {}  # type: dict[str, str]
    for line in printed.splitlines():
        words = line.strip()[:200]
        gist = re.sub(r"[0-9]", "", words)[:60]  # retries differ in their counter only
        if words.strip("^~") and not words.startswith(NOISE):
            lines.setdefault(gist, words)
    telling = [words for words in lines.values() if TELLING.search(words)]
    return (telling or list(lines.values()))[-most:]


def too_old(version: "tuple[int, ...]", executable: str) -> str:
    """Return the complaint about a Python older than titrate needs, else an empty string."""
    if tuple(version[:2]) >= NEEDED:
        return ""
    found = ".".join(str(part) for part in version[:3])
    complaint = f"titrate needs Python 3.11 or newer, found {found} ({executable})."
    newer = newer_python()
    if newer:
        return f"{complaint}\nThis machine has a newer one: {newer} run.py demo"
    return f"{complaint}\nInstall a newer one, from python.org or with your system's packages."


def newer_python() -> str:
    """Return the name of a Python on the PATH that is new enough and starts, if there is one."""
    for minor in range(NEEDED[1], NEEDED[1] + 9):
        name = f"python3.{minor}"
        if shutil.which(name) and quietly([name, "-c", ""])[0] == 0:
            return name
    return ""


def say(text: str) -> None:
    """Print to stderr: what titrate itself prints can then be piped into a file."""
    encoding = getattr(sys.stderr, "encoding", None) or "ascii"
    print(text.encode(encoding, "replace").decode(encoding), file=sys.stderr, flush=True)


def child_environment() -> "dict[str, str]":
    """Return the caller's environment without what would mix another Python into .venv.

    With PYTHONPATH set, pip would take packages found there for installed ones, and the demo
    would run on them. PYTHONHOME makes an environment's Python look for its library elsewhere.
    """
    mixing = ("PYTHONHOME", "PYTHONPATH", "__PYVENV_LAUNCHER__")
    return {name: value for name, value in os.environ.items() if name not in mixing}


def this_python() -> str:
    """Return what .venv must be made by: ``cpython-3.11``; patch releases share a .venv."""
    return "{}-{}.{}".format(sys.implementation.name, *sys.version_info[:2])


def base_python() -> str:
    """Return the Python that makes .venv: never the one inside it, which is about to go."""
    if VENV.exists() and os.path.samefile(sys.prefix, str(VENV)):
        return getattr(sys, "_base_executable", sys.executable)
    return sys.executable


def wanted_stamp(extras: "list[str]") -> "dict[str, object]":
    """Return what the stamp of an up-to-date .venv says."""
    try:
        content = (ROOT / "pyproject.toml").read_bytes()
    except OSError as error:
        advice = "run.py works only inside the project's folder: get the whole project again."
        raise SetupFailure("reading pyproject.toml", str(error), advice) from None
    return {
        "pyproject": hashlib.sha256(content).hexdigest(),
        "python": this_python(),
        "folder": str(ROOT),
        "extras": sorted(extras),
    }


def read_stamp() -> "dict[str, object]":
    """Return the stamp; empty if .venv has none that can be read."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    whole = isinstance(stamp, dict) and isinstance(stamp.get("extras"), list)
    return stamp if whole else {}


def write_stamp(stamp: "dict[str, object]") -> None:
    """Write the stamp in one movement, so that it is never half there."""
    draft = STAMP.with_suffix(".draft")
    try:
        draft.write_text(json.dumps(stamp, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        os.replace(str(draft), str(STAMP))
    except OSError as error:
        raise SetupFailure(f"writing {STAMP}", str(error)) from None


def quietly(arguments: "list[str]") -> "tuple[int, str]":
    """Run a program without a word; return its exit code and what it printed."""
    try:
        child = subprocess.run(
            arguments,
            check=False,
            cwd=str(ROOT),
            env=child_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    except OSError as error:
        return 1, str(error)
    return exit_code(child.returncode), child.stdout.decode("utf-8", "replace")


def probe() -> "list[str]":
    """Return what .venv's Python says of itself; empty if it is missing or does not start."""
    code, printed = quietly([str(VENV_PYTHON), "-I", "-c", PROBE, str(VENV)])
    return printed.split() if code == 0 else []


def prepare(extras: "list[str]") -> None:
    """Make .venv fit for a command that needs these extras; quick if it is so already."""
    wanted = wanted_stamp(extras)
    found = read_stamp()
    same_place = all(found.get(key) == wanted[key] for key in ("python", "folder"))
    if same_place and {this_python(), "pip", "titrate"} <= set(probe()):
        if found["pyproject"] == wanted["pyproject"] and set(extras) <= set(found["extras"]):
            return
        say("Bringing .venv up to date ...")
        # What an earlier command needed stays: demo, test, demo installs twice, not three times.
        wanted["extras"] = sorted(set(extras) | set(found["extras"]))
        remove(STAMP)
        try:
            install(wanted["extras"])
        except SetupFailure:
            write_stamp(found)  # pip gave up in good order, so what was there still stands
            raise
    else:
        say("Setting up .venv (once, about a minute) ...")
        python = base_python()
        remove(VENV)
        # Two steps, because venv hides what goes wrong inside ensurepip.
        step("making .venv", [python, "-I", "-m", "venv", "--without-pip", str(VENV)])
        ensurepip = ["-I", "-m", "ensurepip", "--upgrade", "--default-pip"]
        step("putting pip into .venv", [str(VENV_PYTHON), *ensurepip])
        install(wanted["extras"])
    write_stamp(wanted)


def install(extras: "list[str]") -> None:
    """Install titrate editable into .venv, with extras, and see that it arrived."""
    say("Installing titrate and what it needs ...")
    target = "." + ("[" + ",".join(extras) + "]" if extras else "")
    pip = [str(VENV_PYTHON), "-P", "-m", "pip", "install", "--quiet", "--no-input"]
    step("installing titrate into .venv with pip", [*pip, "-e", target])
    if "titrate" not in probe():
        raise SetupFailure(
            "looking for titrate in .venv",
            "pip reported success, but titrate is not in .venv.",
            ELSEWHERE,
        )


def remove(path: Path) -> None:
    """Remove a file, a link or a folder, if it is there."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(str(path))
        elif os.path.lexists(str(path)):
            path.unlink()
    except OSError as error:
        raise SetupFailure(f"removing the old {path.name}", str(error)) from None


def step(name: str, arguments: "list[str]") -> None:
    """Run one step of the set-up; if it fails, raise with what it printed."""
    code, printed = quietly(arguments)
    if code != 0:
        raise SetupFailure(name, printed, code=code)


@contextlib.contextmanager
def one_at_a_time():
    """Let one run.py at a time look after .venv; a second one waits.

    The lock is the operating system's, on this very file: it ends with its process, so there is
    no stale lock to clear away, and it needs nothing to be written.
    """
    with open(__file__, "rb") as handle:
        tries = 0
        while not locked(handle):
            tries += 1
            if tries == 5:  # a second has passed, so the other one is not only looking
                say("Waiting for another run.py, which is setting up .venv ...")
            time.sleep(0.2)
        yield  # closing the file gives the lock back


def locked(handle) -> bool:
    """Return whether the lock is ours now; True also where the file system has no locks."""
    try:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415

            handle.seek(1 << 30)  # Windows locks bytes: one past the end, so all can still read
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
    return True


def run(command: str, arguments: "list[str]") -> int:
    """Run the command in .venv and return its exit code."""
    # -P: a random.py or numpy.py in the caller's folder must not stand in for the real one.
    python = [str(VENV_PYTHON), "-P", "-m"]
    if command == "test":
        child = subprocess.Popen(
            [*python, "pytest", *arguments], cwd=str(ROOT), env=child_environment()
        )
    else:
        child = subprocess.Popen([*python, "titrate", command, *arguments], env=child_environment())
    while True:
        try:
            return exit_code(child.wait())
        except KeyboardInterrupt:
            continue  # the child had the Ctrl-C too, and ends in its own way
        except SystemExit:
            child.terminate()
            child.wait()
            raise


def exit_code(returncode: int) -> int:
    """Return a child's exit code; one ended by signal 11 gives 139, as in a shell."""
    return returncode if returncode >= 0 else 128 - returncode


def main(arguments: "list[str]") -> int:
    """Do what the command line says; return the exit code."""
    complaint = too_old(sys.version_info, sys.executable)
    if complaint:
        say(complaint)
        return 2
    command = arguments[0] if arguments else ""
    if command in ("-h", "--help", "help"):
        print(__doc__.strip())
        return 0
    if command not in EXTRAS:
        nearest = difflib.get_close_matches(command, list(EXTRAS), n=1, cutoff=0.5)
        hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
        say((f"No command called {command!r}.{hint}\n\n" if command else "") + __doc__.strip())
        return 2
    try:
        with one_at_a_time():
            prepare(EXTRAS[command])
    except SetupFailure as failure:
        say(str(failure))
        return failure.code
    except KeyboardInterrupt:
        say("Stopped. The next run finishes the set-up.")
        return 130
    return run(command, arguments[1:])


def _end(*_: object) -> None:
    sys.exit(143)  # raised where the child is waited for, so that it is ended too


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main(sys.argv[1:]))
