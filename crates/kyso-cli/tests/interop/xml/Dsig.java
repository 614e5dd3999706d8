// Lets the JDK's XMLDSig sign and judge XML. Run as one file:
//
//   java Dsig.java sign IN OUT KEY.pem CERT.pem SHAPE C14N SCHEME
//   java Dsig.java verify FILE CERT.pem [EXTERNAL=FILE ...]
//
// The words are those of signxml_tool.py.

import java.io.FileOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.OctetStreamData;
import javax.xml.crypto.URIDereferencer;
import javax.xml.crypto.dom.DOMStructure;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLObject;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.KeyInfoFactory;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

public final class Dsig {
    private static final XMLSignatureFactory FACTORY = XMLSignatureFactory.getInstance("DOM");
    private static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    private static final Map<String, String> C14N =
            Map.of("exclusive", CanonicalizationMethod.EXCLUSIVE, "inclusive", CanonicalizationMethod.INCLUSIVE);
    private static final Map<String, String> SCHEMES = Map.of(
            "pkcs1", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            "pss", "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
            "ecdsa", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256");

    public static void main(String[] args) throws Exception {
        if (args[0].equals("sign")) {
            sign(args);
        } else {
            System.exit(verify(args) ? 0 : 1);
        }
    }

    private static Document parse(String file) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            Document document = factory.newDocumentBuilder().parse(in);
            NodeList all = document.getElementsByTagName("*");
            for (int i = 0; i < all.getLength(); i++) {
                for (String name : List.of("Id", "ID", "id")) {
                    if (((Element) all.item(i)).hasAttribute(name)) {
                        ((Element) all.item(i)).setIdAttribute(name, true);
                    }
                }
            }
            return document;
        }
    }

    private static X509Certificate certificate(String file) throws Exception {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static PrivateKey key(String file, String algorithm) throws Exception {
        String pem = Files.readString(Path.of(file)).replaceAll("-----[A-Z ]+-----", "");
        byte[] der = Base64.getMimeDecoder().decode(pem);
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    private static Transform transform(String uri) throws Exception {
        return FACTORY.newTransform(uri, (TransformParameterSpec) null);
    }

    private static void sign(String[] args) throws Exception {
        X509Certificate certificate = certificate(args[4]);
        PrivateKey key = key(args[3], certificate.getPublicKey().getAlgorithm());
        String[] shape = args[5].split(":");
        Document source = parse(args[1]);
        Document target = source;
        Node parent = source.getDocumentElement();
        String uri = "";
        List<Transform> transforms = List.of(transform(Transform.ENVELOPED), transform(C14N.get(args[6])));
        List<XMLObject> objects = List.of();
        if (shape[0].equals("enveloping")) {
            target = DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
            parent = target;
            uri = "#object";
            transforms = List.of(transform(C14N.get(args[6])));
            Node content = source.getDocumentElement();
            objects = List.of(FACTORY.newXMLObject(List.of(new DOMStructure(content)), "object", null, null));
        } else if (shape[0].equals("id")) {
            uri = "#" + shape[1];
            NodeList places = source.getElementsByTagNameNS("*", shape[2]);
            parent = places.item(places.getLength() - 1);
        }
        Reference reference = FACTORY.newReference(
                uri, FACTORY.newDigestMethod(SHA256, null), transforms, null, null);
        SignedInfo info = FACTORY.newSignedInfo(
                FACTORY.newCanonicalizationMethod(C14N.get(args[6]), (C14NMethodParameterSpec) null),
                FACTORY.newSignatureMethod(SCHEMES.get(args[7]), null),
                List.of(reference));
        KeyInfoFactory keys = FACTORY.getKeyInfoFactory();
        KeyInfo keyInfo = keys.newKeyInfo(List.of(keys.newX509Data(
                List.of(certificate.getSubjectX500Principal().getName(), certificate))));
        DOMSignContext context = new DOMSignContext(key, parent);
        context.setDefaultNamespacePrefix("ds");
        FACTORY.newXMLSignature(info, keyInfo, objects, "signature-1", null).sign(context);
        try (FileOutputStream out = new FileOutputStream(args[2])) {
            TransformerFactory.newInstance().newTransformer().transform(new DOMSource(target), new StreamResult(out));
        }
    }

    private static boolean verify(String[] args) throws Exception {
        Document document = parse(args[1]);
        KeySelector selector = KeySelector.singletonKeySelector(certificate(args[2]).getPublicKey());
        Map<String, String> external = new HashMap<>();
        for (String pair : Arrays.copyOfRange(args, 3, args.length)) {
            external.put(pair.split("=")[0], pair.split("=")[1]);
        }
        URIDereferencer usual = FACTORY.getURIDereferencer();
        NodeList signatures = document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature");
        boolean all = signatures.getLength() > 0;
        for (int i = 0; i < signatures.getLength(); i++) {
            DOMValidateContext context = new DOMValidateContext(selector, signatures.item(i));
            // Unknown Ids do not make a signature wrong; its own limits stay.
            context.setProperty("org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
            context.setURIDereferencer((reference, within) -> {
                String file = external.get(reference.getURI());
                if (file == null) {
                    return usual.dereference(reference, within);
                }
                try {
                    return new OctetStreamData(Files.newInputStream(Path.of(file)));
                } catch (java.io.IOException fault) {
                    throw new javax.xml.crypto.URIReferenceException(fault);
                }
            });
            String verdict;
            try {
                boolean valid = FACTORY.unmarshalXMLSignature(context).validate(context);
                verdict = valid ? "valid" : "invalid";
            } catch (Exception fault) {
                verdict = "invalid: " + fault;
            }
            all &= verdict.equals("valid");
            System.out.println(i + " " + verdict);
        }
        return all;
    }
}
