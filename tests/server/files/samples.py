"""Word and PDF files made from nothing, so that tests need no file that we did not write."""

import io
import zipfile
from xml.sax.saxutils import escape

_CONTENT_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(*paragraphs: str, more: dict[str, bytes] | None = None) -> bytes:
    """A .docx of these paragraphs; `more` are further parts by name."""
    body = "".join(f"<w:p><w:r><w:t xml:space='preserve'>{escape(one)}</w:t></w:r></w:p>" for one in paragraphs)
    parts = {
        "[Content_Types].xml": _CONTENT_TYPES.encode(),
        "_rels/.rels": _RELATIONS.encode(),
        "word/document.xml": f"<w:document xmlns:w='{_W}'><w:body>{body}</w:body></w:document>".encode(),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (parts | (more or {})).items():
            archive.writestr(name, content)
    return file.getvalue()


def pdf(*pages: list[str]) -> bytes:
    """A PDF with these lines on its pages (PDF 32000-1, 7.5): 14 points apart, an empty line twice that."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        drawn = b"BT /F1 11 Tf 14 TL 50 750 Td " + b" ".join(
            b"(%s) Tj T*" % line.replace("(", r"\(").replace(")", r"\)").encode("latin-1") for line in lines
        )
        stream = drawn + b" ET"
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(kids))
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj %s endobj\n" % (number, content))
    start = out.tell()
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    out.write(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()
