"""The zip of a pack: the same bytes for the same files, and every hostile one refused whole with a sentence. Pure."""

import io
import json
import random
import stat
import struct
import zipfile
import zlib
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.lab.packs import archive
from casework.lab.packs.archive import PackError, read, write

FILES = {"study.json": b'{"id": "tiny"}\n', "people/rose.yaml": b"id: rose\n", "README.txt": b"A study.\n" * 50}


def pack(files: dict[str, bytes] = FILES) -> bytes:
    return write(files, study="tiny", title="Tiny", county="")


def manifest_of(held: dict[str, bytes], **more: object) -> bytes:
    entries = [{"path": n, "bytes": len(c), "sha256": sha256(c).hexdigest()} for n, c in held.items()]
    said = {"format": archive.FORMAT, "version": 1, "study": "tiny", "title": "T", "county": "", "files": entries}
    return json.dumps(said | more).encode()


def zipped(
    entries: list[tuple[zipfile.ZipInfo | str, bytes]], *, method: int = zipfile.ZIP_DEFLATED, manifest: bytes = b""
) -> bytes:
    """A zip as anybody could make it, with a manifest that names what is in it unless it is given."""
    made = io.BytesIO()
    named = {each if isinstance(each, str) else each.filename: content for each, content in entries}
    with zipfile.ZipFile(made, "w", method) as packed:
        packed.writestr("manifest.json", manifest or manifest_of(named))
        for each, content in entries:
            packed.writestr(each, content)
    return made.getvalue()


def entry(name: str, *, mode: int = stat.S_IFREG | 0o644) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr, made.create_system = mode << 16, 3
    return made


def refused(packed: bytes) -> str:
    with pytest.raises(PackError) as why:
        read(packed)
    assert "\n" not in why.value.message
    return why.value.message


# --- ours ----------------------------------------------------------------------------------------


def test_what_was_written_is_read_again_as_it_was():
    manifest, files = read(pack())
    assert files == FILES
    assert (manifest.study, manifest.version) == ("tiny", archive.VERSION)
    assert {each.path for each in manifest.files} == set(FILES)


def test_the_same_files_give_the_same_bytes_in_whatever_order_they_come():
    assert pack() == pack(dict(reversed(FILES.items())))


def test_what_we_would_not_read_is_not_written():
    with pytest.raises(PackError):
        pack({"../study.json": b""})


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("/etc/passwd", "begins at the root"),
        ("../../up.json", "leads out of the pack"),
        ("people/../../up.json", "leads out of the pack"),
        ("C:/windows.json", "begins with a drive"),
        ("C:x.json", "begins with a drive"),
        ("people\\..\\up.json", "has a backslash"),
        ("people/", "is a folder"),
        ("people//rose.yaml", "cannot have"),
        ("./study.json", "cannot have"),
        (".hidden", "cannot have"),
        ("people/r\x1b[2Jose.yaml", "cannot have"),
        ("people/ro se.yaml", "cannot have"),
        ("people/rosé.yaml", "cannot have"),
        ("a" * 161, "cannot have"),
        ("inner.zip", "is packed itself"),
        ("people/inner.tar.GZ", "is packed itself"),
    ],
)
def test_a_name_that_leads_elsewhere_or_is_none_of_ours_is_refused(name, why):
    assert why in refused(zipped([(name, b"x")]))


def test_a_name_that_hides_its_end_behind_a_zero_is_refused():
    packed = zipped([("people/rose.yaml_xx", b"id: rose\n")])
    hidden = packed.replace(b"people/rose.yaml_xx", b"people/rose.yaml\x00xx")
    assert "cannot have" in refused(hidden)


@pytest.mark.parametrize(
    ("mode", "why"),
    [
        (stat.S_IFLNK | 0o777, "a link to something else"),
        (stat.S_IFDIR | 0o755, "a folder and not a file"),
        (stat.S_IFIFO | 0o644, "not an ordinary file"),
        (stat.S_IFCHR | 0o644, "not an ordinary file"),
        (stat.S_IFSOCK | 0o644, "not an ordinary file"),
    ],
)
def test_links_and_other_special_files_are_refused(mode, why):
    assert why in refused(zipped([(entry("people/rose.yaml", mode=mode), b"/etc/passwd")]))


def test_the_same_name_twice_is_refused_and_so_are_names_that_differ_in_case():
    with pytest.warns(UserWarning, match="Duplicate name"):
        twice = zipped([("study.json", b"{}"), ("study.json", b"[]")])
    assert "“study.json” twice" in refused(twice)
    assert "only differ in case" in refused(zipped([("study.json", b"{}"), ("Study.json", b"[]")]))


# --- sizes ---------------------------------------------------------------------------------------


def test_too_many_files_are_refused():
    many = [(f"people/p{number}.yaml", b"") for number in range(archive.MOST_FILES)]
    assert refused(zipped(many)) == f"The pack holds {archive.MOST_FILES + 1} files, and may hold {archive.MOST_FILES}"


def test_a_pack_that_is_too_large_as_sent_is_refused_unread():
    assert "6,000,000" in refused(b"PK\x03\x04" + bytes(archive.LARGEST_PACK))


def test_a_file_that_says_it_is_too_large_is_refused():
    assert "may have 8,000,000" in refused(zipped([("study.json", bytes(archive.LARGEST_FILE + 1))]))


def test_files_that_are_too_large_together_are_refused():
    noise = random.Random(1).randbytes(30_000) * 250
    packed = zipped([(f"people/p{number}.yaml", noise) for number in range(6)])
    assert "may hold 40,000,000" in refused(packed) or "packed smaller" in refused(packed)


def test_a_bomb_is_refused_by_how_much_smaller_it_was_packed():
    assert "packed smaller than any text can be" in refused(zipped([("study.json", bytes(5_000_000))]))


def declared(packed: bytes, name: bytes, size: int) -> bytes:
    """The zip with another unpacked size of one file, in its list and before its content."""
    changed = bytearray(packed)
    for signature, place, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = -1
        while (at := changed.find(signature, at + 1)) >= 0:
            if changed[at + name_at : at + name_at + len(name)] == name:
                struct.pack_into("<I", changed, at + place, size)
    return bytes(changed)


@pytest.mark.parametrize("size", [10, 450 - 1, 450 + 1, 400_000])
def test_a_size_that_lies_is_refused_whichever_way(size):
    packed = zipped([("README.txt", b"A study.\n" * 50)])
    assert refused(declared(packed, b"README.txt", size)).startswith("“README.txt” of the pack is")


def test_unpacking_never_goes_beyond_the_size_that_was_said():
    packed = declared(zipped([("study.json", bytes(5_000_000))]), b"study.json", 1000)
    assert refused(packed) == "“study.json” of the pack is not of the size it says"


def test_two_files_in_the_same_place_are_refused():
    packed = bytearray(zipped([("people/a.yaml", b"a" * 100), ("people/b.yaml", b"a" * 100)]))
    lists = [at for at in range(len(packed)) if packed[at : at + 4] == b"PK\x01\x02"]
    offset = packed[lists[1] + 42 : lists[1] + 46]
    packed[lists[2] + 42 : lists[2] + 46] = offset
    assert refused(bytes(packed)) in (
        "Two files of the pack stand in the same place of the zip",
        "“people/b.yaml” of the pack is not what the zip’s own list says",
    )


# --- ways of packing -----------------------------------------------------------------------------


@pytest.mark.parametrize("content", [pack(), b"\x1f\x8b\x08rest", b"BZh91AY"])
def test_something_packed_inside_is_refused_whatever_it_is_called(content):
    assert "is packed itself" in refused(zipped([("people/rose.yaml", content)]))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(method):
    assert "does not read" in refused(zipped([("study.json", b"{}")], method=method))


def test_what_is_locked_is_refused():
    packed = bytearray(zipped([("study.json", b"{}")]))
    for at in range(len(packed) - 4):
        if packed[at : at + 4] in (b"PK\x01\x02", b"PK\x03\x04"):
            place = at + (8 if packed[at + 2] == 1 else 6)
            packed[place] |= 1
    assert "locked with a password" in refused(bytes(packed))


def test_a_header_that_says_something_else_than_the_list_is_refused():
    packed = zipped([("study.json", b"{}")])
    first = packed.index(b"study.json")
    assert "own list says" in refused(packed[:first] + b"other.json" + packed[first + 10 :])


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"not a zip",
        b"PK\x03\x04",
        pack()[:-30],
        pack()[100:],
        b"#!/bin/sh\n" + pack(),
        pack() + b"<html>",
        b"PK\x05\x06" + bytes(18),
    ],
    ids=["empty", "text", "begin", "cut off", "no begin", "before", "after", "no files"],
)
def test_what_is_no_zip_or_more_than_one_is_refused(packed):
    assert refused(packed).startswith("This is not a pack")


def test_a_changed_content_is_damaged():
    packed = zipped([("study.json", b'{"id": 1}')], method=zipfile.ZIP_STORED)
    at = packed.index(b'{"id": 1}')
    assert refused(packed[:at] + b'{"id": 2}' + packed[at + 9 :]) == "“study.json” of the pack is damaged"


# --- the manifest --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        (b"{", "cannot be read as JSON"),
        (b"[" * 100_000, "cannot be read as JSON"),
        (b'{"format": "a", "format": "b"}', "cannot be read as JSON"),
        (b'{"version": NaN}', "cannot be read as JSON"),
        (b"\xff\xfe", "cannot be read as JSON"),
        (b"[]", "is of something else"),
        (b'{"format": "docx"}', "is of something else"),
        (manifest_of({"study.json": b"{}"}, version=2), "newer Casework"),
        (manifest_of({"study.json": b"{}"}, version=0), "never was"),
        (manifest_of({"study.json": b"{}"}, version="1"), "not as it should be at version"),
        (manifest_of({"study.json": b"{}"}, more=1), "not as it should be at more"),
        (manifest_of({}), "which its manifest.json does not name"),
        (manifest_of({"study.json": b"{}", "arms.json": b""}), "“arms.json” is missing"),
        (manifest_of({"study.json": b"[]"}), "is not what its manifest.json says"),
        (manifest_of({"study.json": b"{} "}), "is not what its manifest.json says"),
        (
            manifest_of({}, files=[{"path": "study.json", "bytes": 2, "sha256": "0" * 64}] * 2),
            "names a file twice",
        ),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(manifest, why):
    assert why in refused(zipped([("study.json", b"{}")], manifest=manifest))


def test_without_a_manifest_it_is_no_pack():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        packed.writestr("study.json", b"{}")
    assert refused(made.getvalue()) == "This is not a pack: there is no manifest.json in it"


# --- anything at all -----------------------------------------------------------------------------

OURS = pack()


def mutated(draw) -> bytes:
    changed = bytearray(OURS)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(changed) - 1))
        how = draw(st.sampled_from(["flip", "cut", "put", "cross"]))
        if how == "flip":
            changed[at] ^= draw(st.integers(1, 255))
        elif how == "cut":
            del changed[at : at + draw(st.integers(1, 40))]
        elif how == "put":
            changed[at:at] = draw(st.binary(max_size=20))
        else:
            changed[at:at] = changed[: draw(st.integers(0, len(changed)))]
        if not changed:
            return b""
    return bytes(changed)


def stays_whole_or_is_refused(packed: bytes) -> None:
    said, files = "", FILES
    try:
        _, files = read(packed)
    except PackError as error:
        said = error.message
    assert files == FILES
    assert "\n" not in said


@settings(max_examples=60, deadline=None)
@given(st.composite(mutated)())
def test_a_pack_that_was_damaged_anyhow_is_refused_or_is_still_the_same(packed):
    stays_whole_or_is_refused(packed)


@pytest.mark.evidence
@settings(max_examples=20_000, deadline=None)
@given(st.composite(mutated)())
def test_twenty_thousand_damaged_packs(packed):
    stays_whole_or_is_refused(packed)


def test_deflate_that_goes_on_after_its_end_is_refused():
    content = b"A study.\n" * 50
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    raw = packer.compress(content) + packer.flush()
    good = zipped([("README.txt", content)])
    assert raw in good
    longer = good.replace(raw, raw + b"more")
    assert refused(longer)
