"""Validates reports against the schema of ETSI TS 119 102-2: etsi.py FOLDER-OF-SCHEMAS REPORT...

The schema names those it imports by addresses on the net; here they are files beside it."""

import sys
from pathlib import Path

from lxml import etree

folder = Path(sys.argv[1])
BY_NAMESPACE = {
    "http://www.w3.org/2000/09/xmldsig#": "xmldsig-core-schema.xsd",
    "http://uri.etsi.org/01903/v1.3.2#": "XAdES.xsd",
    "http://uri.etsi.org/02231/v2#": "ts_119612v020401_xsd.xsd",
    "http://www.w3.org/XML/1998/namespace": "xml.xsd",
}
XS = "{http://www.w3.org/2001/XMLSchema}"


class Beside(etree.Resolver):
    """Schemas from the folder, their imports led to the folder too; nothing from the net."""

    def resolve(self, url, _, context):
        return self.resolve_string(local(folder / Path(url).name), context, base_url=url)


def local(path):
    tree = etree.parse(path, etree.XMLParser(no_network=True, load_dtd=False))
    for node in tree.iter(f"{XS}import"):
        name = BY_NAMESPACE.get(node.get("namespace"))
        if name:
            node.set("schemaLocation", name)
    return etree.tostring(tree)


parser = etree.XMLParser(no_network=True, load_dtd=False)
parser.resolvers.add(Beside())
schema = etree.XMLSchema(etree.fromstring(local(folder / "TS119102-2-v141.xsd"), parser))
faults = 0
for name in sys.argv[2:]:
    report = etree.parse(name)
    if not schema.validate(report):
        faults += 1
        print(name, schema.error_log, sep="\n")
sys.exit(1 if faults else 0)
