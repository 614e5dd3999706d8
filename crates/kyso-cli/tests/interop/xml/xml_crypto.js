// Lets xml-crypto sign and judge XML. The words are those of signxml_tool.py:
//
//   node xml_crypto.js sign IN OUT KEY.pem CERT.pem SHAPE C14N SCHEME
//   node xml_crypto.js verify FILE CERT.pem
//
// It finds the package through NODE_PATH.

"use strict";

const fs = require("node:fs");
const { createRequire } = require("node:module");
const main = require.resolve("xml-crypto");
const { SignedXml } = require(main);
// The parser that xml-crypto itself depends on.
const { DOMParser } = createRequire(main)("@xmldom/xmldom");

const C14N = {
  exclusive: "http://www.w3.org/2001/10/xml-exc-c14n#",
  inclusive: "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
};
const SCHEMES = {
  pkcs1: "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
  pss: "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
};
const ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

function sign(input, output, key, cert, shape, c14n, scheme) {
  const [kind, id, parent] = shape.split(":");
  const signer = new SignedXml({
    privateKey: fs.readFileSync(key),
    publicCert: fs.readFileSync(cert),
    signatureAlgorithm: SCHEMES[scheme],
    canonicalizationAlgorithm: C14N[c14n],
  });
  const target = kind === "id" ? `//*[@Id='${id}' or @id='${id}']` : "/*";
  signer.addReference({
    xpath: target,
    transforms: [ENVELOPED, C14N[c14n]],
    digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
    isEmptyUri: kind !== "id",
  });
  const place = kind === "id" ? `(//*[local-name()='${parent}'])[last()]` : "/*";
  signer.computeSignature(fs.readFileSync(input, "utf8"), {
    prefix: "ds",
    location: { reference: place, action: "append" },
  });
  fs.writeFileSync(output, signer.getSignedXml());
  return 0;
}

function verify(file, cert) {
  const text = fs.readFileSync(file, "utf8");
  const document = new DOMParser().parseFromString(text, "text/xml");
  const found = document.getElementsByTagNameNS("http://www.w3.org/2000/09/xmldsig#", "Signature");
  let faults = found.length === 0 ? 1 : 0;
  for (let i = 0; i < found.length; i++) {
    const verifier = new SignedXml({ publicCert: fs.readFileSync(cert) });
    let verdict;
    try {
      verifier.loadSignature(found[i]);
      verdict = verifier.checkSignature(text) ? "valid" : "invalid";
    } catch (fault) {
      verdict = `invalid: ${fault.message}`;
    }
    faults += verdict === "valid" ? 0 : 1;
    console.log(i, verdict);
  }
  return faults === 0 ? 0 : 1;
}

const [, , action, ...rest] = process.argv;
process.exitCode = action === "sign" ? sign(...rest) : verify(...rest);
