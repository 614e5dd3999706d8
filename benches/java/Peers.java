// The Java half of c_abi_peers.py: Peers kyso|jdk FOLDER SECONDS. Prints operations a second of CPU.

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
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

public final class Peers {
    static final com.sun.management.OperatingSystemMXBean SYSTEM =
            (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    static double seconds;

    /** Operations a second of CPU over so many seconds of it, those of collector and JIT too. */
    static double repeat(double seconds, Callable<?> operation) throws Exception {
        long begun = SYSTEM.getProcessCpuTime();
        long used;
        long times = 0;
        do {
            operation.call();
            times++;
            used = SYSTEM.getProcessCpuTime() - begun;
        } while (used < seconds * 1e9);
        return times / (used / 1e9);
    }

    /** The first time is for the JIT. */
    static void measure(String name, Callable<?> operation) throws Exception {
        repeat(seconds, operation);
        System.out.printf("{\"name\": \"%s\", \"rate\": %.1f}%n", name, repeat(seconds, operation));
    }

    static void must(boolean well, String what) {
        if (!well) {
            throw new IllegalStateException(what);
        }
    }

    /** kyso through JNA, with the binding of examples/java. */
    static final class Ours {
        interface More extends Library {
            More LIB = Native.load("kyso", More.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));

            int kyso_signing_set_profile_text(Pointer signing, String toml, PointerByReference error);
            int kyso_signed_bytes(Pointer signed, PointerByReference buffer, PointerByReference error);
            int kyso_buffer_data(Pointer buffer, PointerByReference data, LongByReference len,
                                 PointerByReference error);
            void kyso_buffer_free(Pointer buffer);
            int kyso_verify_memory(Pointer verifier, byte[] data, long len, long now,
                                   Pointer cancellation, PointerByReference report,
                                   PointerByReference error);
        }

        static final KysoExample.Kyso LIB = KysoExample.LIB;
        static final More MORE = More.LIB;

        static byte[] sign(KysoExample.Handle signing, byte[] input) {
            try (var document = new KysoExample.Handle(LIB::kyso_document_free, (made, error) ->
                         LIB.kyso_document_from_memory(input, input.length, null, made, error));
                 var signed = new KysoExample.Handle(LIB::kyso_signed_free, (made, error) ->
                         LIB.kyso_sign(document.get(), signing.get(), LIB.kyso_now(), made, error));
                 var buffer = new KysoExample.Handle(MORE::kyso_buffer_free, (made, error) ->
                         MORE.kyso_signed_bytes(signed.get(), made, error))) {
                var data = new PointerByReference();
                var len = new LongByReference();
                KysoExample.call(error -> MORE.kyso_buffer_data(buffer.get(), data, len, error));
                return data.getValue().getByteArray(0, (int) len.getValue());
            }
        }

        static boolean verify(KysoExample.Handle verifier, byte[] input) {
            try (var report = new KysoExample.Handle(LIB::kyso_report_free, (made, error) ->
                    MORE.kyso_verify_memory(verifier.get(), input, input.length, LIB.kyso_now(),
                            null, made, error))) {
                var conclusion = new IntByReference();
                KysoExample.call(error -> LIB.kyso_report_conclusion(report.get(), conclusion, error));
                return conclusion.getValue() == KysoExample.PASSED;
            }
        }

        static void run(Path folder) throws Exception {
            byte[] p12 = Files.readAllBytes(folder.resolve("signer.p12"));
            byte[] pdf = Files.readAllBytes(folder.resolve("sample.pdf"));
            byte[] xml = Files.readAllBytes(folder.resolve("sample.xml"));
            try (var credential = new KysoExample.Handle(LIB::kyso_credential_free, (made, error) ->
                         LIB.kyso_credential_from_pkcs12(p12, p12.length, "kyso", made, error));
                 var plain = new KysoExample.Handle(LIB::kyso_signing_free, (made, error) ->
                         LIB.kyso_signing_new(credential.get(), made, error));
                 var dsig = new KysoExample.Handle(LIB::kyso_signing_free, (made, error) ->
                         LIB.kyso_signing_new(credential.get(), made, error));
                 var verifier = KysoExample.verifierOf(folder.resolve("root.pem"))) {
                String profile = Files.readString(folder.resolve("profile.toml"));
                KysoExample.call(error -> MORE.kyso_signing_set_profile_text(dsig.get(), profile, error));
                byte[] signedPdf = sign(plain, pdf);
                byte[] signedXml = Files.readAllBytes(folder.resolve("signed.xml"));
                must(verify(verifier, Files.readAllBytes(folder.resolve("jdk.xml"))), "the JDK's XML");
                measure("sign PDF", () -> sign(plain, pdf));
                measure("verify PDF", () -> {
                    must(verify(verifier, signedPdf), "PDF");
                    return null;
                });
                measure("sign XML", () -> sign(dsig, xml));
                measure("verify XML", () -> {
                    must(verify(verifier, signedXml), "XML");
                    return null;
                });
            }
        }
    }

    /** The JDK: java.security.Signature, and javax.xml.crypto.dsig. */
    static final class Jdk {
        static final XMLSignatureFactory XML = XMLSignatureFactory.getInstance("DOM");
        static final DocumentBuilderFactory PARSER = DocumentBuilderFactory.newInstance();
        static final TransformerFactory WRITER = TransformerFactory.newInstance();

        static Document parse(byte[] input) throws Exception {
            return PARSER.newDocumentBuilder().parse(new ByteArrayInputStream(input));
        }

        static byte[] sign(PrivateKey key, List<X509Certificate> chain, byte[] input) throws Exception {
            Document document = parse(input);
            String exclusive = CanonicalizationMethod.EXCLUSIVE;
            Reference reference = XML.newReference("", XML.newDigestMethod(DigestMethod.SHA256, null),
                    List.of(XML.newTransform(Transform.ENVELOPED, (TransformParameterSpec) null),
                            XML.newTransform(exclusive, (TransformParameterSpec) null)), null, null);
            String method = "http://www.w3.org/2001/04/xmldsig-more#"
                    + (key.getAlgorithm().equals("RSA") ? "rsa-sha256" : "ecdsa-sha256");
            SignedInfo info = XML.newSignedInfo(
                    XML.newCanonicalizationMethod(exclusive, (C14NMethodParameterSpec) null),
                    XML.newSignatureMethod(method, null), List.of(reference));
            KeyInfoFactory keys = XML.getKeyInfoFactory();
            KeyInfo certificates = keys.newKeyInfo(List.of(keys.newX509Data(chain)));
            XML.newXMLSignature(info, certificates)
                    .sign(new DOMSignContext(key, document.getDocumentElement()));
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            WRITER.newTransformer().transform(new DOMSource(document), new StreamResult(output));
            return output.toByteArray();
        }

        static boolean verify(PublicKey key, byte[] input) throws Exception {
            Document document = parse(input);
            DOMValidateContext context = new DOMValidateContext(KeySelector.singletonKeySelector(key),
                    document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0));
            context.setProperty("org.jcp.xml.dsig.secureValidation", true);
            return XML.unmarshalXMLSignature(context).validate(context);
        }

        static void run(Path folder) throws Exception {
            PARSER.setNamespaceAware(true);
            PARSER.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream file = Files.newInputStream(folder.resolve("signer.p12"))) {
                store.load(file, "kyso".toCharArray());
            }
            String alias = store.aliases().nextElement();
            PrivateKey key = (PrivateKey) store.getKey(alias, "kyso".toCharArray());
            List<X509Certificate> chain = Arrays.stream(store.getCertificateChain(alias))
                    .map(X509Certificate.class::cast).toList();
            PublicKey its = chain.get(0).getPublicKey();
            byte[] xml = Files.readAllBytes(folder.resolve("sample.xml"));
            byte[] signed = Files.readAllBytes(folder.resolve("signed.xml"));
            Files.write(folder.resolve("jdk.xml"), sign(key, chain, xml));

            byte[] message = Arrays.copyOf(xml, 300);
            Signature signer = Signature.getInstance(
                    key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA");
            Callable<byte[]> bare = () -> {
                signer.initSign(key);
                signer.update(message);
                return signer.sign();
            };
            byte[] value = bare.call();
            measure("bare signature", bare);
            measure("bare check", () -> {
                signer.initVerify(its);
                signer.update(message);
                must(signer.verify(value), "bare check");
                return null;
            });
            measure("sign XML", () -> sign(key, chain, xml));
            measure("verify XML", () -> {
                must(verify(its, signed), "XML");
                return null;
            });
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        seconds = Double.parseDouble(arguments[2]);
        if (arguments[0].equals("kyso")) {
            Ours.run(folder);
        } else {
            Jdk.run(folder);
        }
    }
}
