// Signs and verifies through libkyso: KysoExample FOLDER. See README.md.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

/// <summary>As in kyso.h: size_t is UIntPtr, a handle IntPtr.</summary>
internal static class Native
{
    public const uint AbiVersion = 1; // KYSO_ABI_VERSION of the header that this was written for
    public const uint Passed = 2001; // KYSO_CONCLUSION_PASSED: any other number is no success
    public const uint CommonName = 3004; // KYSO_SIGNATURE_COMMON_NAME

    private const string Lib = "kyso";
    private const CallingConvention C = CallingConvention.Cdecl;

    [UnmanagedFunctionPointer(C)]
    public delegate uint SignCallback(IntPtr userData, IntPtr algorithm, IntPtr message, UIntPtr messageLen,
        IntPtr digest, UIntPtr digestLen, IntPtr reply);

    [DllImport(Lib, CallingConvention = C)] public static extern uint kyso_abi_version();
    [DllImport(Lib, CallingConvention = C)] public static extern long kyso_now();

    [DllImport(Lib, CallingConvention = C)] public static extern IntPtr kyso_error_text(IntPtr error);
    [DllImport(Lib, CallingConvention = C)] public static extern uint kyso_error_offset(IntPtr error, out ulong offset);
    [DllImport(Lib, CallingConvention = C)] public static extern void kyso_error_free(IntPtr error);

    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_credential_from_pkcs12(byte[] data, UIntPtr len, byte[] passphrase,
        out IntPtr credential, out IntPtr error);
    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_credential_from_callback(byte[] certificates, UIntPtr len, byte[] algorithm,
        SignCallback callback, IntPtr userData, IntPtr freeUserData, out IntPtr credential, out IntPtr error);
    [DllImport(Lib, CallingConvention = C)] public static extern void kyso_credential_free(IntPtr credential);
    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_reply_set(IntPtr reply, byte[] data, UIntPtr len, IntPtr error);
    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_reply_explain(IntPtr reply, byte[] why, IntPtr error);

    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_document_open(byte[] path, IntPtr cancellation, out IntPtr document, out IntPtr error);
    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_document_from_memory(byte[] data, UIntPtr len, IntPtr cancellation,
        out IntPtr document, out IntPtr error);
    [DllImport(Lib, CallingConvention = C)] public static extern void kyso_document_free(IntPtr document);

    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_signing_new(IntPtr credential, out IntPtr signing, out IntPtr error);
    [DllImport(Lib, CallingConvention = C)] public static extern void kyso_signing_free(IntPtr signing);
    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_sign(IntPtr document, IntPtr signing, long now, out IntPtr signed, out IntPtr error);
    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_signed_save_replacing(IntPtr signed, byte[] file, out IntPtr error);
    [DllImport(Lib, CallingConvention = C)] public static extern void kyso_signed_free(IntPtr signed);

    [DllImport(Lib, CallingConvention = C)] public static extern uint kyso_trust_new(out IntPtr trust, out IntPtr error);
    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_trust_add_file(IntPtr trust, byte[] file, out IntPtr error);
    [DllImport(Lib, CallingConvention = C)] public static extern void kyso_trust_free(IntPtr trust);
    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_policy_new(IntPtr trust, out IntPtr policy, out IntPtr error);
    [DllImport(Lib, CallingConvention = C)] public static extern void kyso_policy_free(IntPtr policy);
    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_verifier_new(IntPtr policy, out IntPtr verifier, out IntPtr error);
    [DllImport(Lib, CallingConvention = C)] public static extern void kyso_verifier_free(IntPtr verifier);
    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_verify_file(IntPtr verifier, byte[] file, long now, IntPtr cancellation,
        out IntPtr report, out IntPtr error);
    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_report_conclusion(IntPtr report, out uint conclusion, out IntPtr error);
    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_report_signature_count(IntPtr report, out UIntPtr count, out IntPtr error);
    [DllImport(Lib, CallingConvention = C)]
    public static extern uint kyso_signature_text(IntPtr report, UIntPtr signature, uint field, out IntPtr text,
        out IntPtr error);
    [DllImport(Lib, CallingConvention = C)] public static extern void kyso_report_free(IntPtr report);
}

/// <summary>A call that failed: a code, a text, and a byte offset where there is one.</summary>
internal sealed class KysoException : Exception
{
    public readonly uint Code;
    public readonly ulong? Offset;

    private KysoException(uint code, ulong? offset, string text) : base(text)
    {
        Code = code;
        Offset = offset;
    }

    public static void Check(uint code, IntPtr error)
    {
        if (code == 0) return;
        ulong offset;
        bool placed = Native.kyso_error_offset(error, out offset) == 0;
        string text = Text.Read(Native.kyso_error_text(error)); // copied: the text is the error's
        Native.kyso_error_free(error);
        throw new KysoException(code, placed ? offset : (ulong?)null, text);
    }
}

/// <summary>Texts are UTF-8 and end with a NUL.</summary>
internal static class Text
{
    public static byte[] Of(string text)
    {
        return Encoding.UTF8.GetBytes(text + "\0");
    }

    public static string Read(IntPtr text)
    {
        if (text == IntPtr.Zero) return null;
        int length = 0;
        while (Marshal.ReadByte(text, length) != 0) length++;
        byte[] copy = new byte[length];
        Marshal.Copy(text, copy, 0, length);
        return Encoding.UTF8.GetString(copy);
    }
}

/// <summary>What a call made, freed at the end of a using.</summary>
internal sealed class Handle : IDisposable
{
    public delegate uint Maker(out IntPtr made, out IntPtr error);

    private readonly Action<IntPtr> free;

    public Handle(Action<IntPtr> free, Maker maker)
    {
        IntPtr made, error;
        KysoException.Check(maker(out made, out error), error);
        Pointer = made;
        this.free = free;
    }

    public IntPtr Pointer { get; private set; }

    /// <summary>Once freed it is NULL, which every function refuses.</summary>
    public void Dispose()
    {
        free(Pointer);
        Pointer = IntPtr.Zero;
    }
}

internal static class KysoExample
{
    private static UIntPtr Length(byte[] data)
    {
        return (UIntPtr)(ulong)data.Length;
    }

    private static void Sign(Handle credential, string source, string target)
    {
        using (var document = new Handle(Native.kyso_document_free, (out IntPtr made, out IntPtr e) =>
            Native.kyso_document_open(Text.Of(source), IntPtr.Zero, out made, out e)))
        using (var signing = new Handle(Native.kyso_signing_free, (out IntPtr made, out IntPtr e) =>
            Native.kyso_signing_new(credential.Pointer, out made, out e)))
        using (var signed = new Handle(Native.kyso_signed_free, (out IntPtr made, out IntPtr e) =>
            Native.kyso_sign(document.Pointer, signing.Pointer, Native.kyso_now(), out made, out e)))
        {
            IntPtr error;
            KysoException.Check(
                Native.kyso_signed_save_replacing(signed.Pointer, Text.Of(target), out error), error);
        }
    }

    /// <summary>A callback of kyso. The openssl program stands for a token or a service of yours.</summary>
    private static Native.SignCallback CallbackSigningWith(string key)
    {
        return (userData, algorithm, message, messageLen, digest, digestLen, reply) =>
        {
            try // nothing may be thrown through the library
            {
                byte[] copy = new byte[(int)digestLen];
                Marshal.Copy(digest, copy, 0, copy.Length);
                byte[] value = SignDigest(key, copy);
                return Native.kyso_reply_set(reply, value, Length(value), IntPtr.Zero);
            }
            catch (Exception problem)
            {
                Native.kyso_reply_explain(reply, Text.Of(problem.Message), IntPtr.Zero);
                return 1;
            }
        };
    }

    private static byte[] SignDigest(string key, byte[] digest)
    {
        var start = new ProcessStartInfo("openssl", "pkeyutl -sign -inkey \"" + key + "\"")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using (var openssl = Process.Start(start))
        using (var value = new MemoryStream())
        {
            openssl.StandardInput.BaseStream.Write(digest, 0, digest.Length);
            openssl.StandardInput.Close();
            openssl.StandardOutput.BaseStream.CopyTo(value);
            openssl.WaitForExit();
            if (openssl.ExitCode != 0) throw new InvalidOperationException("openssl did not sign");
            return value.ToArray();
        }
    }

    private static Handle VerifierOf(string root)
    {
        using (var trust = new Handle(Native.kyso_trust_free, Native.kyso_trust_new))
        {
            IntPtr error;
            KysoException.Check(Native.kyso_trust_add_file(trust.Pointer, Text.Of(root), out error), error);
            using (var policy = new Handle(Native.kyso_policy_free, (out IntPtr made, out IntPtr e) =>
                Native.kyso_policy_new(trust.Pointer, out made, out e)))
            {
                return new Handle(Native.kyso_verifier_free, (out IntPtr made, out IntPtr e) =>
                    Native.kyso_verifier_new(policy.Pointer, out made, out e));
            }
        }
    }

    /// <summary>Whether a file passed. That nothing is thrown says only that it was judged.</summary>
    private static bool Verify(Handle verifier, string file)
    {
        using (var report = new Handle(Native.kyso_report_free, (out IntPtr made, out IntPtr e) =>
            Native.kyso_verify_file(verifier.Pointer, Text.Of(file), Native.kyso_now(), IntPtr.Zero, out made, out e)))
        {
            uint conclusion;
            UIntPtr count;
            IntPtr text, error;
            KysoException.Check(Native.kyso_report_conclusion(report.Pointer, out conclusion, out error), error);
            KysoException.Check(Native.kyso_report_signature_count(report.Pointer, out count, out error), error);
            var signers = new List<string>();
            for (ulong index = 0; index < (ulong)count; index++)
            {
                KysoException.Check(Native.kyso_signature_text(report.Pointer, (UIntPtr)index, Native.CommonName,
                    out text, out error), error);
                signers.Add(Text.Read(text) ?? "no name"); // copied: the text is the report's
            }
            bool passed = conclusion == Native.Passed;
            Console.WriteLine("{0}: {1}, {2}", Path.GetFileName(file), passed ? "passed" : "NOT passed",
                string.Join(", ", signers));
            return passed;
        }
    }

    private static int Main(string[] arguments)
    {
        if (Native.kyso_abi_version() != Native.AbiVersion)
            throw new InvalidOperationException("this libkyso is not the one that this was written for");
        Func<string, string> at = name => Path.Combine(arguments[0], name);
        byte[] p12 = File.ReadAllBytes(at("signer.p12"));
        using (var credential = new Handle(Native.kyso_credential_free, (out IntPtr made, out IntPtr e) =>
            Native.kyso_credential_from_pkcs12(p12, Length(p12), Text.Of("kyso"), out made, out e)))
        {
            Sign(credential, at("sample.pdf"), at("signed.pdf"));
            Sign(credential, at("sample.xml"), at("signed.xml"));
        }

        byte[] certificates = File.ReadAllBytes(at("cert.pem"));
        Native.SignCallback callback = CallbackSigningWith(at("key.pem"));
        using (var credential = new Handle(Native.kyso_credential_free, (out IntPtr made, out IntPtr e) =>
            Native.kyso_credential_from_callback(certificates, Length(certificates), Text.Of("ecdsa-sha256"),
                callback, IntPtr.Zero, IntPtr.Zero, out made, out e)))
        {
            Sign(credential, at("sample.pdf"), at("callback.pdf"));
        }
        GC.KeepAlive(callback); // it must live as long as the credential

        bool well = true;
        using (var verifier = VerifierOf(at("root.pem")))
        {
            foreach (string name in new[] { "signed.pdf", "signed.xml", "callback.pdf" })
                well &= Verify(verifier, at(name));
        }

        byte[] broken = Encoding.UTF8.GetBytes("<a><b></a>");
        try
        {
            using (new Handle(Native.kyso_document_free, (out IntPtr made, out IntPtr e) =>
                Native.kyso_document_from_memory(broken, Length(broken), IntPtr.Zero, out made, out e)))
                well = false;
        }
        catch (KysoException error)
        {
            string place = error.Offset == null ? "" : " at byte " + error.Offset;
            Console.WriteLine("error {0}{1}: {2}", error.Code, place, error.Message);
        }
        return well ? 0 : 1;
    }
}
