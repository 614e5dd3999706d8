// Signs and verifies through libkyso, with JNA: KysoExample FOLDER. See README.md.

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

public final class KysoExample {
    /** KYSO_ABI_VERSION of the header that this was written for. */
    static final int ABI_VERSION = 1;
    /** KYSO_CONCLUSION_PASSED: any other number is no success. */
    static final int PASSED = 2001;
    /** KYSO_SIGNATURE_COMMON_NAME. */
    static final int COMMON_NAME = 3004;

    /** As in kyso.h, for systems of 64 bits: there size_t is a long. */
    interface Kyso extends Library {
        Kyso LIB = Native.load("kyso", Kyso.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8"));

        interface SignCallback extends Callback {
            int sign(Pointer userData, String algorithm, Pointer message, long messageLen,
                     Pointer digest, long digestLen, Pointer reply);
        }

        int kyso_abi_version();
        long kyso_now();

        String kyso_error_text(Pointer error);
        int kyso_error_offset(Pointer error, LongByReference offset);
        void kyso_error_free(Pointer error);

        int kyso_credential_from_pkcs12(byte[] data, long len, String passphrase,
                                        PointerByReference credential, PointerByReference error);
        int kyso_credential_from_callback(byte[] certificates, long len, String algorithm,
                                          SignCallback callback, Pointer userData, Pointer freeUserData,
                                          PointerByReference credential, PointerByReference error);
        void kyso_credential_free(Pointer credential);
        int kyso_reply_set(Pointer reply, byte[] data, long len, PointerByReference error);
        int kyso_reply_explain(Pointer reply, String why, PointerByReference error);

        int kyso_document_open(String path, Pointer cancellation, PointerByReference document,
                               PointerByReference error);
        int kyso_document_from_memory(byte[] data, long len, Pointer cancellation,
                                      PointerByReference document, PointerByReference error);
        void kyso_document_free(Pointer document);

        int kyso_signing_new(Pointer credential, PointerByReference signing, PointerByReference error);
        void kyso_signing_free(Pointer signing);
        int kyso_sign(Pointer document, Pointer signing, long now, PointerByReference signed,
                      PointerByReference error);
        int kyso_signed_save_replacing(Pointer signed, String file, PointerByReference error);
        void kyso_signed_free(Pointer signed);

        int kyso_trust_new(PointerByReference trust, PointerByReference error);
        int kyso_trust_add_file(Pointer trust, String file, PointerByReference error);
        void kyso_trust_free(Pointer trust);
        int kyso_policy_new(Pointer trust, PointerByReference policy, PointerByReference error);
        void kyso_policy_free(Pointer policy);
        int kyso_verifier_new(Pointer policy, PointerByReference verifier, PointerByReference error);
        void kyso_verifier_free(Pointer verifier);
        int kyso_verify_file(Pointer verifier, String file, long now, Pointer cancellation,
                             PointerByReference report, PointerByReference error);
        int kyso_report_conclusion(Pointer report, IntByReference conclusion, PointerByReference error);
        int kyso_report_signature_count(Pointer report, LongByReference count, PointerByReference error);
        int kyso_signature_text(Pointer report, long signature, int field, PointerByReference text,
                                PointerByReference error);
        void kyso_report_free(Pointer report);
    }

    static final Kyso LIB = Kyso.LIB;

    /** A call that failed: a code, a text, and a byte offset, or -1. */
    static final class KysoException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int code;
        final long offset;

        KysoException(int code, Pointer error) {
            super(LIB.kyso_error_text(error));
            this.code = code;
            LongByReference place = new LongByReference();
            this.offset = LIB.kyso_error_offset(error, place) == 0 ? place.getValue() : -1;
            LIB.kyso_error_free(error);
        }
    }

    interface Call {
        int with(PointerByReference error);
    }

    interface Maker {
        int with(PointerByReference made, PointerByReference error);
    }

    static void call(Call call) {
        PointerByReference error = new PointerByReference();
        int code = call.with(error);
        if (code != 0) {
            throw new KysoException(code, error.getValue());
        }
    }

    /** What a call made, freed at the end of a try. */
    static final class Handle implements AutoCloseable {
        private Pointer pointer;
        private final Consumer<Pointer> free;

        Handle(Consumer<Pointer> free, Maker maker) {
            PointerByReference made = new PointerByReference();
            call(error -> maker.with(made, error));
            this.pointer = made.getValue();
            this.free = free;
        }

        Pointer get() {
            return pointer;
        }

        /** Once freed it is NULL, which every function refuses. */
        @Override
        public void close() {
            free.accept(pointer);
            pointer = null;
        }
    }

    static void sign(Handle credential, Path source, Path target) {
        try (Handle document = new Handle(LIB::kyso_document_free,
                     (made, error) -> LIB.kyso_document_open(source.toString(), null, made, error));
             Handle signing = new Handle(LIB::kyso_signing_free,
                     (made, error) -> LIB.kyso_signing_new(credential.get(), made, error));
             Handle signed = new Handle(LIB::kyso_signed_free,
                     (made, error) -> LIB.kyso_sign(document.get(), signing.get(), LIB.kyso_now(), made, error))) {
            call(error -> LIB.kyso_signed_save_replacing(signed.get(), target.toString(), error));
        }
    }

    /** A callback of kyso. The JDK's own key stands for a token or a service of yours. */
    static Kyso.SignCallback callbackSigningWith(PrivateKey key) {
        return (userData, algorithm, message, messageLen, digest, digestLen, reply) -> {
            try { // nothing may be thrown through the library
                Signature signature = Signature.getInstance("NONEwithECDSA");
                signature.initSign(key);
                signature.update(digest.getByteArray(0, (int) digestLen));
                byte[] value = signature.sign();
                return LIB.kyso_reply_set(reply, value, value.length, null);
            } catch (Exception problem) {
                LIB.kyso_reply_explain(reply, problem.toString(), null);
                return 1;
            }
        };
    }

    static PrivateKey readKey(Path file) throws Exception {
        String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
        byte[] der = Base64.getDecoder().decode(base64);
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    static Handle verifierOf(Path root) {
        try (Handle trust = new Handle(LIB::kyso_trust_free, LIB::kyso_trust_new)) {
            call(error -> LIB.kyso_trust_add_file(trust.get(), root.toString(), error));
            try (Handle policy = new Handle(LIB::kyso_policy_free,
                    (made, error) -> LIB.kyso_policy_new(trust.get(), made, error))) {
                return new Handle(LIB::kyso_verifier_free,
                        (made, error) -> LIB.kyso_verifier_new(policy.get(), made, error));
            }
        }
    }

    /** Whether a file passed. That nothing is thrown says only that it was judged. */
    static boolean verify(Handle verifier, Path file) {
        try (Handle report = new Handle(LIB::kyso_report_free, (made, error) -> LIB.kyso_verify_file(
                verifier.get(), file.toString(), LIB.kyso_now(), null, made, error))) {
            IntByReference conclusion = new IntByReference();
            LongByReference count = new LongByReference();
            call(error -> LIB.kyso_report_conclusion(report.get(), conclusion, error));
            call(error -> LIB.kyso_report_signature_count(report.get(), count, error));
            List<String> signers = new ArrayList<>();
            for (long i = 0; i < count.getValue(); i++) {
                long index = i;
                PointerByReference text = new PointerByReference();
                call(error -> LIB.kyso_signature_text(report.get(), index, COMMON_NAME, text, error));
                Pointer name = text.getValue(); // the report's; copied here
                signers.add(name == null ? "no name" : name.getString(0, "UTF-8"));
            }
            boolean passed = conclusion.getValue() == PASSED;
            System.out.println(file.getFileName() + (passed ? ": passed, " : ": NOT passed, ")
                    + String.join(", ", signers));
            return passed;
        }
    }

    public static void main(String[] arguments) throws Exception {
        if (LIB.kyso_abi_version() != ABI_VERSION) {
            throw new IllegalStateException("this libkyso is not the one that this was written for");
        }
        Path folder = Path.of(arguments[0]);
        byte[] p12 = Files.readAllBytes(folder.resolve("signer.p12"));
        try (Handle credential = new Handle(LIB::kyso_credential_free, (made, error) ->
                LIB.kyso_credential_from_pkcs12(p12, p12.length, "kyso", made, error))) {
            sign(credential, folder.resolve("sample.pdf"), folder.resolve("signed.pdf"));
            sign(credential, folder.resolve("sample.xml"), folder.resolve("signed.xml"));
        }

        byte[] certificates = Files.readAllBytes(folder.resolve("cert.pem"));
        // JNA frees a callback that nothing refers to: this must live as long as the credential.
        Kyso.SignCallback callback = callbackSigningWith(readKey(folder.resolve("key.pem")));
        try (Handle credential = new Handle(LIB::kyso_credential_free, (made, error) ->
                LIB.kyso_credential_from_callback(certificates, certificates.length, "ecdsa-sha256",
                        callback, null, null, made, error))) {
            sign(credential, folder.resolve("sample.pdf"), folder.resolve("callback.pdf"));
        } finally {
            java.lang.ref.Reference.reachabilityFence(callback);
        }

        boolean well = true;
        try (Handle verifier = verifierOf(folder.resolve("root.pem"))) {
            for (String name : List.of("signed.pdf", "signed.xml", "callback.pdf")) {
                well &= verify(verifier, folder.resolve(name));
            }
        }

        byte[] broken = "<a><b></a>".getBytes(StandardCharsets.UTF_8);
        try {
            new Handle(LIB::kyso_document_free, (made, error) -> LIB.kyso_document_from_memory(
                    broken, broken.length, null, made, error)).close();
            well = false;
        } catch (KysoException error) {
            String place = error.offset < 0 ? "" : " at byte " + error.offset;
            System.out.println("error " + error.code + place + ": " + error.getMessage());
        }
        System.exit(well ? 0 : 1);
    }
}
