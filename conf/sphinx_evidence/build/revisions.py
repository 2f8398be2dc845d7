"""Getting one side of a comparison: from evidence.json, from a docs folder, or from a git revision.

A revision is unpacked into a temporary folder and read there, so the user's files stay as they are.
"""

from __future__ import annotations

import io
import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from evidence.export.records import EvidenceFile
from evidence.problems import UserError

MOST_BYTES = 200_000_000
"""The largest evidence.json that is read."""


_OF_READING = frozenset({"page-markup", "page-readable", "study-schema"})
"""Rules that tell of what could not be read; the others judge what was."""


class RevisionError(UserError):
    """One side of the comparison cannot be read; the message says which, and why."""


class Side(NamedTuple):
    """One side: what it is called, its evidence, and where its vocabulary stands, if it brought one.

    ``errors`` tell of what could not be read and may be missing.
    """

    name: str
    evidence: EvidenceFile
    vocabulary: bytes | None = None
    errors: tuple[str, ...] = ()


def read_side(word: str, docs: Path, conf: Path | None) -> Side:
    """What a word on the command line means: a file, a folder, or else a git revision.

    ``docs`` is the docs folder whose repository revisions are looked up in; ``conf`` the folder of
    settings where it does not stand beside the docs folder. Raises RevisionError.
    """
    path = Path(word)
    try:
        is_file, is_folder = path.is_file(), path.is_dir()
    except OSError as error:
        raise RevisionError(f"{word[:60]}…: {error.strerror}") from None
    if is_file:
        return Side(word, read_file(path))
    if is_folder:
        return _read_docs(word, path, conf, path.resolve().parent / "build" / "check")
    return _read_revision(word, docs, conf)


def read_file(path: Path) -> EvidenceFile:
    """An evidence.json of this version."""
    from evidence.export.evidence_file import FORMAT_VERSION

    try:
        if path.stat().st_size > MOST_BYTES:
            raise RevisionError(f"{path}: larger than {MOST_BYTES // 1_000_000} MB")
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise RevisionError(f"{path}: {error.strerror or error}") from None
    except (ValueError, RecursionError) as error:
        raise RevisionError(f"{path}: this is no JSON: {str(error)[:120]}") from None
    version = data.get("version") if isinstance(data, dict) else None
    if not isinstance(data, dict) or "claims" not in data:
        raise RevisionError(f"{path}: this is no evidence.json; make one with evidence export")
    if version != FORMAT_VERSION:
        raise RevisionError(
            f"{path}: this is version {version!r} of evidence.json, and version {FORMAT_VERSION!r} is read "
            "here; compare the revisions instead"
        )
    try:
        return EvidenceFile.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise RevisionError(f"{path}: {where}: {first['msg']}; compare it with its schema") from None


def _read_docs(name: str, docs: Path, conf: Path | None, cache: Path) -> Side:
    from evidence.export.evidence_file import evidence_file
    from sphinx_evidence.build.read_handbook import HandbookError, read_handbook

    settings = conf or docs.resolve().parent / "conf"
    try:
        reading = read_handbook(docs, settings, cache)
        vocabulary = (settings / "vocabulary.toml").read_bytes()
    except HandbookError as error:
        raise RevisionError(f"{name}: {error}") from None
    except OSError as error:
        raise RevisionError(f"{name}: {error.filename}: {error.strerror or error}") from None
    errors = tuple(str(p) for p in reading.problems if p.severity == "error" and p.rule in _OF_READING)
    return Side(name, evidence_file(reading.handbook), vocabulary, errors)


def _read_revision(revision: str, docs: Path, conf: Path | None) -> Side:
    docs = docs.resolve()
    settings = (conf or docs.parent / "conf").resolve()
    root = Path(_git(_nearest_folder(docs), "rev-parse", "--show-toplevel", why=_no_repository(revision)))
    commit = _git(
        root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}",
        why=f"{revision}: no such file or folder, and no revision of the repository {root}",
    )  # fmt: skip
    try:
        wanted = [folder.relative_to(root).as_posix() for folder in (docs, settings)]
    except ValueError:
        raise RevisionError(f"{revision}: {docs} and {settings} do not both stand in {root}") from None
    archive = _run(root, "archive", "--format=tar", commit, "--", *wanted)
    if archive.returncode:
        missing = f"{revision}: this revision has no {' or no '.join(wanted)}"
        raise RevisionError(missing)
    with tempfile.TemporaryDirectory(prefix="evidence-") as temporary:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
            try:
                tar.extractall(temporary, filter="data")
            except tarfile.TarError as error:
                raise RevisionError(f"{revision}: {error}") from None
        folder = Path(temporary)
        name = f"{revision} ({commit[:7]})" if not commit.startswith(revision) else commit[:7]
        try:
            return _read_docs(name, folder / wanted[0], folder / wanted[1], folder / "cache")
        except RevisionError as error:
            raise RevisionError(str(error).replace(f"{folder.resolve()}/", "")) from None


def _no_repository(revision: str) -> str:
    return (
        f"{revision}: no such file or folder, and there is no git repository here to look for a revision in"
    )


def _nearest_folder(path: Path) -> Path:
    """The folder, or the nearest one above it that exists."""
    return next(folder for folder in (path, *path.parents) if folder.is_dir())


def _git(folder: Path, *arguments: str, why: str) -> str:
    """What git says, on one line; RevisionError with the reason where it fails."""
    run = _run(folder, *arguments)
    if run.returncode:
        raise RevisionError(why)
    return run.stdout.decode("utf-8", "replace").strip()


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False)  # noqa: S603, S607
    except OSError as error:
        raise RevisionError(f"git cannot be run: {error.strerror or error}") from None
