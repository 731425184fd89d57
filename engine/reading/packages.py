"""Zip packages of XML parts (.docx, .pptx, .xlsx, .epub), opened within bounds."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from lxml import etree

from engine.cleaning import clean_line
from engine.reading.extracted import ReadingError
from engine.reading.limits import Limits

_TEXT_PARTS = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx", ".vml")
# Small parts of long runs of blanks are no bomb, whatever their ratio.
_RATIO_FROM = 8 * 1024 * 1024
_PROLOG = 65536
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Package:
    """The parts of a package by name.

    Raises ReadingError when it is no zip file, is encrypted, or declares more than the limits.
    zipfile itself never unpacks more of a part than the part declares.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except zipfile.BadZipFile as error:
            raise ReadingError(_no_package(path)) from error
        try:
            self._check(limits)
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._zip.close()

    def _check(self, limits: Limits) -> None:
        entries = self._zip.infolist()
        if len(entries) > limits.entries:
            raise ReadingError(f"it holds {len(entries)} parts, at most {limits.entries} are read")
        unpacked = 0
        for entry in entries:
            if not entry.filename.lower().endswith(_TEXT_PARTS):
                continue
            if entry.flag_bits & 1:
                raise ReadingError("it is encrypted; save a copy without a password")
            unpacked += entry.file_size
            ratio = entry.file_size / max(entry.compress_size, 1)
            if entry.file_size > _RATIO_FROM and ratio > limits.ratio:
                raise ReadingError(
                    f"a part of it unpacks to {ratio:.0f} times its size, which no document does"
                )
        if unpacked > limits.unpacked:
            most = limits.unpacked // (1024 * 1024)
            raise ReadingError(f"it unpacks to {unpacked // (1024 * 1024)} MB, at most {most}")

    def names(self) -> list[str]:
        """The names of all parts."""
        return self._zip.namelist()

    def data(self, name: str) -> bytes:
        """A part unpacked.

        Raises:
            ReadingError: there is no such part, or it is damaged.
        """
        if not name.lower().endswith(_TEXT_PARTS):
            raise ReadingError(f"its part {clean_line(name)} is of an unknown kind")
        try:
            return self._zip.read(name)
        except KeyError as error:
            raise ReadingError(f"it lacks its part {clean_line(name)}") from error

    def xml(self, name: str, replace: tuple[bytes, bytes] = (b"", b"")) -> etree._Element:
        """The root element of a part; `replace` exchanges a namespace's name for another.

        Raises:
            ReadingError: there is no such part, or it is damaged.
        """
        data = self.data(name)
        return parse_xml(data.replace(*replace) if replace[0] else data, name)

    def optional_xml(self, name: str) -> etree._Element | None:
        """The root element of a part that may be absent."""
        return self.xml(name) if name in self._zip.NameToInfo else None

    def refuse_entities(self) -> None:
        """For libraries that parse the parts themselves.

        Raises:
            ReadingError: a part begins with a document type, which alone can declare entities.
        """
        for name in self.names():
            if name.lower().endswith(_TEXT_PARTS):
                with self._zip.open(name) as part:
                    if b"<!DOCTYPE" in part.read(_PROLOG).replace(b"\x00", b"").upper():
                        raise ReadingError("it declares XML entities, which no workbook needs")

    def relationships(self, part: str) -> dict[str, str]:
        """What a part of an office document refers to within the package: names by id."""
        folder, name = posixpath.split(part)
        root = self.optional_xml(f"{folder}/_rels/{name}.rels")
        if root is None:
            return {}
        return {
            str(node.get("Id")): resolve(folder, str(node.get("Target")))
            for node in root.iter(_RELATIONSHIP)
            if node.get("TargetMode") != "External"
        }

    def core_properties(self) -> dict[str, str | int]:
        """Title, author and date from an office document's docProps/core.xml, where given."""
        root = self.optional_xml("docProps/core.xml")
        if root is None:
            return {}
        return {
            "title": dublin_core(root, "title"),
            "author": dublin_core(root, "creator"),
            "subject": dublin_core(root, "subject"),
            "date": next(
                (
                    clean_line(node.text or "")
                    for name in ("modified", "created")
                    for node in root.iter("{http://purl.org/dc/terms/}" + name)
                ),
                "",
            ),
        }


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root element of an XML text, in which nothing outside and no entity is followed.

    Raises:
        ReadingError: it is no well-formed XML, or declares entities.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        reason = clean_line(str(error))[:120]
        raise ReadingError(f"its part {clean_line(name)} is damaged ({reason})") from error
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and dtd.entities():
        raise ReadingError("it declares XML entities, which no such document needs")
    return root


def dublin_core(root: etree._Element, name: str) -> str:
    """The first text of a Dublin Core element (title, creator, language...), "" without one."""
    node = next(root.iter(_DUBLIN_CORE + name), None)
    return "" if node is None else clean_line("".join(map(str, node.itertext())))


def resolve(folder: str, target: str) -> str:
    """A part's name from a reference in another part of `folder`."""
    target = unquote(target.partition("#")[0])
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target))


def _no_package(path: Path) -> str:
    with path.open("rb") as file:
        if file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            return "it is encrypted or in the format before 2007; save it anew without a password"
    return "it is damaged or not what its name says"
