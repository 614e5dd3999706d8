// Signs and verifies through libkyso, with the JDK's own java.lang.foreign:
// KysoFfmExample FOLDER. See README.md.

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

@SuppressWarnings("restricted") // what calls native code: --enable-native-access
public final class KysoFfmExample {
    /** KYSO_ABI_VERSION of the header that this was written for. */
    static final int ABI_VERSION = 1;
    /** KYSO_CONCLUSION_PASSED: any other number is no success. */
    static final int PASSED = 2001;
    /** KYSO_SIGNATURE_COMMON_NAME. */
    static final int COMMON_NAME = 3004;

    /** As in kyso.h, for systems of 64 bits: there size_t is a long. */
    static final class Kyso {
        private static final Linker LINKER = Linker.nativeLinker();
        private static final SymbolLookup LIBRARY =
                SymbolLookup.libraryLookup(System.mapLibraryName("kyso"), Arena.global());

        /** kyso_sign_callback. */
        static final FunctionDescriptor SIGN_CALLBACK = FunctionDescriptor.of(JAVA_INT,
                ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);

        static final MethodHandle abi_version = function(JAVA_INT, "kyso_abi_version");
        static final MethodHandle now = function(JAVA_LONG, "kyso_now");

        static final MethodHandle error_text = function(ADDRESS, "kyso_error_text", ADDRESS);
        static final MethodHandle error_offset =
                function(JAVA_INT, "kyso_error_offset", ADDRESS, ADDRESS);
        static final MethodHandle error_free = free("kyso_error_free");

        static final MethodHandle credential_from_pkcs12 = function(JAVA_INT,
                "kyso_credential_from_pkcs12", ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle credential_from_callback = function(JAVA_INT,
                "kyso_credential_from_callback", ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS,
                ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle credential_free = free("kyso_credential_free");
        static final MethodHandle reply_set =
                function(JAVA_INT, "kyso_reply_set", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
        static final MethodHandle reply_explain =
                function(JAVA_INT, "kyso_reply_explain", ADDRESS, ADDRESS, ADDRESS);

        static final MethodHandle document_open =
                function(JAVA_INT, "kyso_document_open", ADDRESS, ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle document_from_memory = function(JAVA_INT,
                "kyso_document_from_memory", ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle document_free = free("kyso_document_free");

        static final MethodHandle signing_new =
                function(JAVA_INT, "kyso_signing_new", ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle signing_free = free("kyso_signing_free");
        static final MethodHandle sign =
                function(JAVA_INT, "kyso_sign", ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
        static final MethodHandle signed_save_replacing =
                function(JAVA_INT, "kyso_signed_save_replacing", ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle signed_free = free("kyso_signed_free");

        static final MethodHandle trust_new =
                function(JAVA_INT, "kyso_trust_new", ADDRESS, ADDRESS);
        static final MethodHandle trust_add_file =
                function(JAVA_INT, "kyso_trust_add_file", ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle trust_free = free("kyso_trust_free");
        static final MethodHandle policy_new =
                function(JAVA_INT, "kyso_policy_new", ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle policy_free = free("kyso_policy_free");
        static final MethodHandle verifier_new =
                function(JAVA_INT, "kyso_verifier_new", ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle verifier_free = free("kyso_verifier_free");
        static final MethodHandle verify_file = function(JAVA_INT, "kyso_verify_file",
                ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle report_conclusion =
                function(JAVA_INT, "kyso_report_conclusion", ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle report_signature_count =
                function(JAVA_INT, "kyso_report_signature_count", ADDRESS, ADDRESS, ADDRESS);
        static final MethodHandle signature_text = function(JAVA_INT, "kyso_signature_text",
                ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
        static final MethodHandle report_free = free("kyso_report_free");

        private static MethodHandle function(MemoryLayout result, String name, MemoryLayout... parameters) {
            return bind(name, FunctionDescriptor.of(result, parameters));
        }

        private static MethodHandle free(String name) {
            return bind(name, FunctionDescriptor.ofVoid(ADDRESS));
        }

        /** One type for all of them, so that one method can call them all. */
        private static MethodHandle bind(String name, FunctionDescriptor descriptor) {
            int count = descriptor.argumentLayouts().size();
            return LINKER.downcallHandle(LIBRARY.find(name).orElseThrow(), descriptor)
                    .asSpreader(Object[].class, count)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        }
    }

    /** A call that failed: a code, a text, and a byte offset, or -1. */
    static final class KysoException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int code;
        final long offset;

        KysoException(int code, MemorySegment error) {
            super(text((MemorySegment) invoke(Kyso.error_text, error)));
            this.code = code;
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment place = arena.allocate(JAVA_LONG);
                boolean known = (int) invoke(Kyso.error_offset, error, place) == 0;
                this.offset = known ? place.get(JAVA_LONG, 0) : -1;
            }
            invoke(Kyso.error_free, error);
        }
    }

    /** Calls a function. Texts and bytes are copied for as long as it runs; null is NULL. */
    static Object invoke(MethodHandle function, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            Object[] passed = new Object[arguments.length];
            for (int i = 0; i < passed.length; i++) {
                passed[i] = switch (arguments[i]) {
                    case null -> MemorySegment.NULL;
                    case String text -> arena.allocateFrom(text);
                    case Path path -> arena.allocateFrom(path.toString());
                    case byte[] bytes -> arena.allocateFrom(JAVA_BYTE, bytes);
                    case Handle handle -> handle.pointer;
                    case Object other -> other;
                };
            }
            return (Object) function.invokeExact(passed);
        } catch (RuntimeException | Error problem) {
            throw problem;
        } catch (Throwable problem) {
            throw new IllegalStateException(problem);
        }
    }

    /** Calls a function that returns a code. Its last parameter, the error, is added here. */
    static void call(MethodHandle function, Object... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment error = arena.allocate(ADDRESS);
            int code = (int) invoke(function, and(arguments, error));
            if (code != 0) {
                throw new KysoException(code, error.get(ADDRESS, 0));
            }
        }
    }

    static Object[] and(Object[] arguments, Object last) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 1, Object[].class);
        all[arguments.length] = last;
        return all;
    }

    /** A copy of a text of the library's, or null. */
    static String text(MemorySegment text) {
        return text.equals(MemorySegment.NULL) ? null : text.reinterpret(Long.MAX_VALUE).getString(0);
    }

    /** What a call made, freed at the end of a try. */
    static final class Handle implements AutoCloseable {
        private MemorySegment pointer;
        private final MethodHandle free;

        /** The last parameters, what is made and the error, are added. */
        Handle(MethodHandle free, MethodHandle maker, Object... arguments) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment made = arena.allocate(ADDRESS);
                call(maker, and(arguments, made));
                this.pointer = made.get(ADDRESS, 0);
            }
            this.free = free;
        }

        /** Once freed it is NULL, which every function refuses. */
        @Override
        public void close() {
            invoke(free, pointer);
            pointer = MemorySegment.NULL;
        }
    }

    static void sign(Handle credential, Path source, Path target) {
        try (Handle document = new Handle(Kyso.document_free, Kyso.document_open, source, null);
             Handle signing = new Handle(Kyso.signing_free, Kyso.signing_new, credential);
             Handle signed = new Handle(Kyso.signed_free, Kyso.sign, document, signing, invoke(Kyso.now))) {
            call(Kyso.signed_save_replacing, signed, target);
        }
    }

    /** Signs in a callback of kyso. The JDK's own key stands for a token or a service of yours. */
    record Signer(PrivateKey key) {
        int sign(MemorySegment userData, MemorySegment algorithm, MemorySegment message, long messageLen,
                 MemorySegment digest, long digestLen, MemorySegment reply) {
            try { // what is thrown here ends the JVM
                Signature signature = Signature.getInstance("NONEwithECDSA");
                signature.initSign(key);
                signature.update(digest.reinterpret(digestLen).toArray(JAVA_BYTE));
                byte[] value = signature.sign();
                return (int) invoke(Kyso.reply_set, reply, value, value.length, null);
            } catch (Throwable problem) {
                invoke(Kyso.reply_explain, reply, problem.toString(), null);
                return 1;
            }
        }

        /** A pointer to the function above, good until the arena is closed. */
        MemorySegment callback(Arena arena) throws ReflectiveOperationException {
            MethodHandle method = MethodHandles.lookup()
                    .bind(this, "sign", Kyso.SIGN_CALLBACK.toMethodType());
            return Kyso.LINKER.upcallStub(method, Kyso.SIGN_CALLBACK, arena);
        }
    }

    static PrivateKey readKey(Path file) throws Exception {
        String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
        byte[] der = Base64.getDecoder().decode(base64);
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    }

    static Handle verifierOf(Path root) {
        try (Handle trust = new Handle(Kyso.trust_free, Kyso.trust_new)) {
            call(Kyso.trust_add_file, trust, root);
            try (Handle policy = new Handle(Kyso.policy_free, Kyso.policy_new, trust)) {
                return new Handle(Kyso.verifier_free, Kyso.verifier_new, policy);
            }
        }
    }

    /** Whether a file passed. That nothing is thrown says only that it was judged. */
    static boolean verify(Handle verifier, Path file) {
        try (Arena arena = Arena.ofConfined();
             Handle report = new Handle(Kyso.report_free, Kyso.verify_file,
                     verifier, file, invoke(Kyso.now), null)) {
            MemorySegment conclusion = arena.allocate(JAVA_INT);
            MemorySegment count = arena.allocate(JAVA_LONG);
            MemorySegment name = arena.allocate(ADDRESS);
            call(Kyso.report_conclusion, report, conclusion);
            call(Kyso.report_signature_count, report, count);
            List<String> signers = new ArrayList<>();
            for (long i = 0; i < count.get(JAVA_LONG, 0); i++) {
                call(Kyso.signature_text, report, i, COMMON_NAME, name);
                String signer = text(name.get(ADDRESS, 0)); // the report's; copied here
                signers.add(signer == null ? "no name" : signer);
            }
            boolean passed = conclusion.get(JAVA_INT, 0) == PASSED;
            System.out.println(file.getFileName() + (passed ? ": passed, " : ": NOT passed, ")
                    + String.join(", ", signers));
            return passed;
        }
    }

    public static void main(String[] arguments) throws Exception {
        if ((int) invoke(Kyso.abi_version) != ABI_VERSION) {
            throw new IllegalStateException("this libkyso is not the one that this was written for");
        }
        Path folder = Path.of(arguments[0]);
        byte[] p12 = Files.readAllBytes(folder.resolve("signer.p12"));
        try (Handle credential = new Handle(Kyso.credential_free, Kyso.credential_from_pkcs12,
                p12, p12.length, "kyso")) {
            sign(credential, folder.resolve("sample.pdf"), folder.resolve("signed.pdf"));
            sign(credential, folder.resolve("sample.xml"), folder.resolve("signed.xml"));
        }

        byte[] certificates = Files.readAllBytes(folder.resolve("cert.pem"));
        Signer signer = new Signer(readKey(folder.resolve("key.pem")));
        // Closed in the opposite order: the callback must outlive all that signs with the credential.
        try (Arena arena = Arena.ofShared();
             Handle credential = new Handle(Kyso.credential_free, Kyso.credential_from_callback,
                     certificates, certificates.length, "ecdsa-sha256", signer.callback(arena), null, null)) {
            sign(credential, folder.resolve("sample.pdf"), folder.resolve("callback.pdf"));
        }

        boolean well = true;
        try (Handle verifier = verifierOf(folder.resolve("root.pem"))) {
            for (String name : List.of("signed.pdf", "signed.xml", "callback.pdf")) {
                well &= verify(verifier, folder.resolve(name));
            }
        }

        byte[] broken = "<a><b></a>".getBytes(StandardCharsets.UTF_8);
        try {
            new Handle(Kyso.document_free, Kyso.document_from_memory, broken, broken.length, null).close();
            well = false;
        } catch (KysoException error) {
            String place = error.offset < 0 ? "" : " at byte " + error.offset;
            System.out.println("error " + error.code + place + ": " + error.getMessage());
        }
        System.exit(well ? 0 : 1);
    }
}
