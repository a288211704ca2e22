"""Files that are no workbook, or would do harm, are refused in bounded memory."""

import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from exporter.errors import UsageError
from exporter.sheets import guard, read_workbook
from tests.sheets.filling import made


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, content: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no workbook"),
        (b"event_date,notes\n2020-01-01,n\n", "no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel workbook"),
        (b"PK\x03\x04" + b"\0" * 60, "no workbook"),
    ],
)
def test_no_workbook(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "coding.xlsx"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        read_workbook(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_workbook(tmp_path / "missing.xlsx")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"xl/vbaProject.bin": b"x"}, "macros"),
        ({"xl/embeddings/oleObject1.bin": b"x"}, "macros or embedded"),
        ({"xl/worksheets/sheet1.xml": b"<worksheet"}, "no workbook"),
        ({"xl/sharedStrings.xml": b"<sst/>"}, "cannot be read as a workbook"),
        ({"xl/styles.xml": b"<!DOCTYPE s [<!ENTITY a 'b'>]><s>&a;</s>"}, "defines entities"),
    ],
)
def test_parts_that_no_sheet_has(tmp_path: Path, change: dict[str, bytes], message: str) -> None:
    path = packed(tmp_path / "bad.xlsx", parts(made(tmp_path)) | change)
    with pytest.raises(UsageError, match=message):
        read_workbook(path)


def test_an_xml_bomb_in_another_encoding(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w>&b;</w>'
    path = packed(tmp_path / "bad.xlsx", parts(made(tmp_path)) | {"xl/workbook.xml": bomb.encode("utf-16")})
    with pytest.raises(UsageError, match="defines entities"):
        read_workbook(path)


def test_an_opendocument_file(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.xlsx", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
    with pytest.raises(UsageError, match="OpenDocument"):
        read_workbook(path)


def test_any_archive(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="an archive, but no workbook"):
        read_workbook(packed(tmp_path / "a.xlsx", {"a.txt": b"x"}))


def test_a_workbook_of_others(tmp_path: Path) -> None:
    import openpyxl

    from exporter.errors import DataError

    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(DataError, match="hidden sheet of articles"):
        read_workbook(tmp_path / "a.xlsx")


_READ = """
import resource, sys
from pathlib import Path
from exporter.errors import UsageError
from exporter.sheets import read_workbook
import openpyxl, exporter.sheets.read
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read_workbook(Path(sys.argv[1]))
except UsageError as error:
    print(error.message)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (8 << 30, 8 << 30))


def grown(path: Path) -> tuple[str, int]:
    """What is said of a file, and by how many megabytes the process grows."""
    command = [sys.executable, "-c", _READ, str(path)]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, preexec_fn=_limit, check=False
    )
    assert done.returncode == 0, done.stderr
    *said, size = done.stdout.splitlines()
    return "\n".join(said), int(size)


def test_a_bomb_of_zeros_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    content = parts(made(tmp_path))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
        with archive.open("xl/media/image1.png", "w", force_zip64=True) as stream:
            for _ in range(300):
                stream.write(b"\0" * (1 << 20))
    assert path.stat().st_size < 1 << 20
    said, size = grown(path)
    assert "unpacks to 300 MB" in said
    assert size < 50


def test_a_size_that_is_a_lie_is_found_out(tmp_path: Path) -> None:
    """The archive says that a part is small; it is not."""
    content = parts(made(tmp_path))
    content["xl/worksheets/sheet1.xml"] += b" " * (200 << 20)
    path = packed(tmp_path / "bomb.xlsx", content)
    raw = path.read_bytes()
    size = len(content["xl/worksheets/sheet1.xml"])
    assert raw.count(size.to_bytes(4, "little")) == 2
    path.write_bytes(raw.replace(size.to_bytes(4, "little"), (5000).to_bytes(4, "little")))
    said, grew = grown(path)
    assert "no workbook" in said
    assert grew < 50


def test_a_sheet_of_too_many_cells_is_refused_while_it_is_counted(tmp_path: Path) -> None:
    row = b"<row>" + b"<c/>" * 1000 + b"</row>"
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet += row * 1501 + b"</sheetData></worksheet>"
    path = packed(tmp_path / "bomb.xlsx", parts(made(tmp_path)) | {"xl/worksheets/sheet1.xml": sheet})
    said, size = grown(path)
    assert f"more than {guard.MOST_CELLS:,} cells" in said
    assert size < 50


@pytest.mark.parametrize(
    "tail",
    [
        b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
    ],
)
def test_ranges_of_a_whole_sheet_do_not_become_cells(tmp_path: Path, tail: bytes) -> None:
    content = parts(made(tmp_path))
    sheet = content["xl/worksheets/sheet2.xml"]
    content["xl/worksheets/sheet2.xml"] = sheet.replace(b"</sheetData>", b"</sheetData>" + tail, 1)
    _, size = grown(packed(tmp_path / "bomb.xlsx", content))
    assert size < 50


def test_a_cell_at_the_far_end_is_not_reached_for(tmp_path: Path) -> None:
    content = parts(made(tmp_path))
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content["xl/worksheets/sheet2.xml"] = content["xl/worksheets/sheet2.xml"].replace(b"</sheetData>", far, 1)
    _, size = grown(packed(tmp_path / "bomb.xlsx", content))
    assert size < 50
