"""The zip of a pack: written so that the same files give the same bytes, read in memory under limits, or refused whole.

Nothing is ever extracted to disk. Whatever is wrong is said in one sentence before anything of it is used.
Source of the checks: OWASP ASVS 5.0, 5.2.3, 5.2.5, 5.3.2, 5.3.3.
"""

import io
import json
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from casework.errors import DomainError

LARGEST_PACK = 6_000_000
"""Bytes of a pack as it is sent; below what a form of ours may send (`MAX_CONTENT_LENGTH`)."""
LARGEST_FILE = 8_000_000
LARGEST_CONTENT = 40_000_000
"""Bytes of one file of a pack, and of all of them together, once unpacked."""
MOST_FILES = 200
MOST_TIMES_SMALLER = 200
"""How many times smaller packing may have made what is over a hundred kilobytes: text never shrinks so far."""
LONGEST_NAME = 160

MANIFEST = "manifest.json"
FORMAT, VERSION = "casework study pack", 1

THE_SAME_DAY = (1980, 1, 1, 0, 0, 0)
PLAIN_FILE = (stat.S_IFREG | 0o644) << 16
UNIX = 3
END, ENTRY = b"PK\x05\x06", b"PK\x03\x04"
ENTRY_HEADER = struct.Struct("<4s5H3I2H")
ENCRYPTED = 0x1 | 0x40 | 0x2000
IS_FOLDER = 0x10
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*")
DRIVE = re.compile(r"^[A-Za-z]:")
PACKED = (".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".tar", ".rar", ".jar", ".zst")
PACKED_BEGINS = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
)


class PackError(DomainError):
    """A pack that is refused whole, with one sentence that says why."""


class Entry(BaseModel):
    """One file as the manifest names it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    path: str
    bytes: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Manifest(BaseModel):
    """What a pack says it holds. county: the fictional county it was planned with, in words."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: str
    version: int
    study: str
    title: str
    county: str
    files: list[Entry]


# --- writing -------------------------------------------------------------------------------------


def write(files: Mapping[str, bytes], *, study: str, title: str, county: str) -> bytes:
    """A pack of these files, by name, with its manifest. The same files give the same bytes."""
    entries = [
        Entry(path=name, bytes=len(files[name]), sha256=sha256(files[name]).hexdigest()) for name in sorted(files)
    ]
    manifest = Manifest(format=FORMAT, version=VERSION, study=study, title=title, county=county, files=entries)
    written = {MANIFEST: as_json(manifest.model_dump()), **{name: files[name] for name in sorted(files)}}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in written.items():
            entry = zipfile.ZipInfo(name, THE_SAME_DAY)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, PLAIN_FILE, UNIX
            archive.writestr(entry, content, compresslevel=9)
    made = packed.getvalue()
    # What we write has to be what we would read.
    read(made)
    return made


def as_json(value: Any) -> bytes:
    """Text that people can read and that is the same for the same value."""
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


# --- reading -------------------------------------------------------------------------------------


def read(packed: bytes) -> tuple[Manifest, dict[str, bytes]]:
    """The manifest of a pack and its files by name, every one as the manifest says. Raises PackError."""
    if len(packed) > LARGEST_PACK:
        raise PackError(f"The pack has {len(packed):,} bytes, and may have {LARGEST_PACK:,}")
    entries = _entries(packed)
    _names_are_ours(entries)
    _sizes_are_small(entries)
    _stand_apart(packed, entries)
    files = {entry.filename: _unpacked(packed, entry) for entry in entries}
    manifest = _manifest(files.pop(MANIFEST, None))
    _agrees(manifest, files)
    return manifest, files


def _entries(packed: bytes) -> list[zipfile.ZipInfo]:
    not_one = PackError("This is not a pack: the file cannot be read as a zip")
    # A zip that begins or ends with something else can be two files at once, for two readers.
    if not packed.startswith(ENTRY) or packed[-22:-18] != END:
        raise not_one
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OverflowError, EOFError) as error:
        raise not_one from error
    if len(entries) > MOST_FILES:
        raise PackError(f"The pack holds {len(entries):,} files, and may hold {MOST_FILES}")
    return entries


def _names_are_ours(entries: Sequence[zipfile.ZipInfo]) -> None:
    seen: dict[str, str] = {}
    for entry in entries:
        # As it stands in the zip: the library cuts a name at the character zero, and turns separators round.
        name = entry.orig_filename
        if why := _wrong_with(name, entry):
            raise PackError(f"The pack holds “{_shown(name)}”, {why}")
        alike = unicodedata.normalize("NFKC", name).casefold()
        if alike in seen:
            same = "twice" if seen[alike] == name else f"and “{_shown(seen[alike])}”, which only differ in case"
            raise PackError(f"The pack holds “{_shown(name)}” {same}")
        seen[alike] = name


def _wrong_with(name: str, entry: zipfile.ZipInfo) -> str | None:
    """Why a file of a zip cannot be one of a pack's, as the end of a sentence."""
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if "\\" in name:
        return "whose name has a backslash"
    if name.startswith("/"):
        return "whose name begins at the root of a disk"
    if DRIVE.match(name):
        return "whose name begins with a drive"
    if ".." in name.split("/"):
        return "whose name leads out of the pack"
    if kind == stat.S_IFLNK:
        return "which is a link to something else"
    if name.endswith("/") or entry.external_attr & IS_FOLDER or kind == stat.S_IFDIR:
        return "which is a folder and not a file"
    if kind not in (0, stat.S_IFREG):
        return "which is not an ordinary file"
    if len(name) > LONGEST_NAME or not NAME.fullmatch(name):
        return "whose name a pack’s file cannot have"
    if name.lower().endswith(PACKED):
        return "which is packed itself"
    if entry.flag_bits & ENCRYPTED:
        return "which is locked with a password"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "which is packed in a way that Casework does not read"
    return None


def _shown(name: str) -> str:
    """A name as it can stand in a sentence: nothing that steers a terminal, and not too long."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in name)
    return plain if len(plain) <= 80 else f"{plain[:79]}…"


def _sizes_are_small(entries: Sequence[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if entry.file_size > LARGEST_FILE:
            raise PackError(
                f"“{entry.filename}” of the pack has {entry.file_size:,} bytes unpacked, and may have {LARGEST_FILE:,}"
            )
        if entry.file_size > 100_000 and entry.file_size > MOST_TIMES_SMALLER * max(entry.compress_size, 1):
            raise PackError(f"“{entry.filename}” of the pack is packed smaller than any text can be")
    whole = sum(entry.file_size for entry in entries)
    if whole > LARGEST_CONTENT:
        raise PackError(f"The pack holds {whole:,} bytes unpacked, and may hold {LARGEST_CONTENT:,}")


def _stand_apart(packed: bytes, entries: Sequence[zipfile.ZipInfo]) -> None:
    """No two files may share bytes of the zip: so a small one could unpack to very much."""
    free_from = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < free_from:
            raise PackError("Two files of the pack stand in the same place of the zip")
        free_from = _begins(packed, entry) + entry.compress_size
        if free_from > len(packed):
            raise PackError(f"“{entry.filename}” of the pack is cut off")


def _begins(packed: bytes, entry: zipfile.ZipInfo) -> int:
    """Where the content of a file begins. Raises PackError unless it is announced there as in the zip's own list."""
    header = packed[entry.header_offset : entry.header_offset + ENTRY_HEADER.size]
    says = PackError(f"“{entry.filename}” of the pack is not what the zip’s own list says")
    if len(header) < ENTRY_HEADER.size:
        raise says
    signature, _, flags, method, _, _, _, _, _, name_size, extra_size = ENTRY_HEADER.unpack(header)
    begins = entry.header_offset + ENTRY_HEADER.size
    name = packed[begins : begins + name_size]
    if signature != ENTRY or method != entry.compress_type or flags & ENCRYPTED or name != entry.filename.encode():
        raise says
    return int(begins + name_size + extra_size)


def _unpacked(packed: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The content of a file, never more than it says it has."""
    begins = _begins(packed, entry)
    raw = packed[begins : begins + entry.compress_size]
    lies = PackError(f"“{entry.filename}” of the pack is not of the size it says")
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            raw = unpacking.decompress(raw, entry.file_size + 1)
        except zlib.error as error:
            raise PackError(f"“{entry.filename}” of the pack is damaged") from error
        if not unpacking.eof or unpacking.unused_data:
            raise lies
    if len(raw) != entry.file_size:
        raise lies
    if zlib.crc32(raw) != entry.CRC:
        raise PackError(f"“{entry.filename}” of the pack is damaged")
    if raw.startswith(PACKED_BEGINS):
        raise PackError(f"The pack holds “{entry.filename}”, which is packed itself")
    return raw


def _manifest(raw: bytes | None) -> Manifest:
    if raw is None:
        raise PackError("This is not a pack: there is no manifest.json in it")
    said = from_json(raw, MANIFEST)
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise PackError("This is not a pack: its manifest.json is of something else")
    version = said.get("version")
    if isinstance(version, int) and version > VERSION:
        raise PackError("The pack was made with a newer Casework: bring this one up to date, then import it")
    try:
        manifest = Manifest.model_validate(said)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise PackError(f"The manifest.json of the pack is not as it should be at {where or 'its top'}") from error
    if manifest.version != VERSION:
        raise PackError(f"The pack is of version {manifest.version}, which there never was")
    return manifest


def _agrees(manifest: Manifest, files: Mapping[str, bytes]) -> None:
    named = {entry.path: entry for entry in manifest.files}
    if len(named) < len(manifest.files):
        raise PackError("The manifest.json of the pack names a file twice")
    if strange := sorted(files.keys() - named.keys()):
        raise PackError(f"The pack holds “{strange[0]}”, which its manifest.json does not name")
    if missing := sorted(named.keys() - files.keys()):
        raise PackError(f"“{_shown(missing[0])}” is missing from the pack")
    for name, entry in named.items():
        if len(files[name]) != entry.bytes or sha256(files[name]).hexdigest() != entry.sha256:
            raise PackError(
                f"“{name}” of the pack is not what its manifest.json says: it was changed after it was made"
            )


def from_json(raw: bytes, name: str) -> Any:
    """What is in a JSON file of a pack. Raises PackError, also for a key that is there twice."""
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise PackError(f"“{name}” of the pack cannot be read as JSON") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is there twice")
    return found


def _no_number(said: str) -> Any:
    raise ValueError(f"{said} is no number")
