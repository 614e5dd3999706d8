// Signs and verifies through libkyso, with cgo: kyso FOLDER. See README.md.
package main

/*
#cgo LDFLAGS: -lkyso
#include <stdlib.h>
#include <kyso.h>

extern uint32_t goSign(uintptr_t key, uint8_t *digest, size_t len, kyso_reply *reply);
extern void goFree(uintptr_t key);

static inline uint32_t sign_digest(void *user_data, const char *algorithm, const uint8_t *message,
                                   size_t message_len, const uint8_t *digest, size_t digest_len,
                                   kyso_reply *reply) {
    (void)algorithm, (void)message, (void)message_len;
    return goSign((uintptr_t)user_data, (uint8_t *)digest, digest_len, reply);
}

static inline void free_key(void *user_data) {
    goFree((uintptr_t)user_data);
}

// The handle of a Go value is a number: it becomes a pointer here, where Go does not see it.
static inline uint32_t credential_from_callback(const uint8_t *certificates, size_t len, uintptr_t key,
                                                kyso_credential **credential, kyso_error **error) {
    return kyso_credential_from_callback(certificates, len, "ecdsa-sha256", sign_digest,
                                         (void *)key, free_key, credential, error);
}
*/
import "C"

import (
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/cgo"
	"unsafe"
)

// Error is a call that failed: a code, a text, and a byte offset or -1.
type Error struct {
	Code   uint32
	Offset int64
	Text   string
}

func (e *Error) Error() string {
	if e.Offset < 0 {
		return fmt.Sprintf("error %d: %s", e.Code, e.Text)
	}
	return fmt.Sprintf("error %d at byte %d: %s", e.Code, e.Offset, e.Text)
}

// failure makes a Go error of a C one, and frees that.
func failure(code C.uint32_t, e *C.kyso_error) error {
	if code == C.KYSO_OK {
		return nil
	}
	defer C.kyso_error_free(e)
	made := &Error{Code: uint32(code), Offset: -1, Text: C.GoString(C.kyso_error_text(e))}
	var offset C.uint64_t
	if C.kyso_error_offset(e, &offset) == C.KYSO_OK {
		made.Offset = int64(offset)
	}
	return made
}

// bytes is where the data of a slice begin, for the time of a call.
func bytes(data []byte) (*C.uint8_t, C.size_t) {
	if len(data) == 0 {
		return nil, 0
	}
	return (*C.uint8_t)(unsafe.Pointer(&data[0])), C.size_t(len(data))
}

//export goSign
func goSign(handle C.uintptr_t, digest *C.uint8_t, size C.size_t, reply *C.kyso_reply) C.uint32_t {
	key := cgo.Handle(handle).Value().(crypto.Signer)
	value, err := key.Sign(rand.Reader, C.GoBytes(unsafe.Pointer(digest), C.int(size)), crypto.SHA256)
	if err != nil {
		text := C.CString(err.Error())
		defer C.free(unsafe.Pointer(text))
		C.kyso_reply_explain(reply, text, nil)
		return 1
	}
	data, size := bytes(value)
	return C.kyso_reply_set(reply, data, size, nil)
}

//export goFree
func goFree(handle C.uintptr_t) {
	cgo.Handle(handle).Delete()
}

func credentialFromFile(file, passphrase string) (*C.kyso_credential, error) {
	p12, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	secret := C.CString(passphrase)
	defer C.free(unsafe.Pointer(secret))
	var credential *C.kyso_credential
	var e *C.kyso_error
	data, size := bytes(p12)
	return credential, failure(C.kyso_credential_from_pkcs12(data, size, secret, &credential, &e), e)
}

// credentialFromCallback signs with a key of Go's own; it stands for a token or a service of yours.
func credentialFromCallback(certificates, key string) (*C.kyso_credential, error) {
	chain, err := os.ReadFile(certificates)
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(key)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("no key in " + key)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, err
	}
	var credential *C.kyso_credential
	var e *C.kyso_error
	data, size := bytes(chain)
	// The library calls goFree once nothing will sign with it any more, also if this fails.
	handle := C.uintptr_t(cgo.NewHandle(parsed))
	return credential, failure(C.credential_from_callback(data, size, handle, &credential, &e), e)
}

func sign(credential *C.kyso_credential, source, target string) error {
	from, to := C.CString(source), C.CString(target)
	defer C.free(unsafe.Pointer(from))
	defer C.free(unsafe.Pointer(to))
	var e *C.kyso_error
	var document *C.kyso_document
	if err := failure(C.kyso_document_open(from, nil, &document, &e), e); err != nil {
		return err
	}
	defer C.kyso_document_free(document)
	var signing *C.kyso_signing
	if err := failure(C.kyso_signing_new(credential, &signing, &e), e); err != nil {
		return err
	}
	defer C.kyso_signing_free(signing)
	var signed *C.kyso_signed
	if err := failure(C.kyso_sign(document, signing, C.kyso_now(), &signed, &e), e); err != nil {
		return err
	}
	defer C.kyso_signed_free(signed)
	return failure(C.kyso_signed_save_replacing(signed, to, &e), e)
}

func verifierOf(root string) (*C.kyso_verifier, error) {
	file := C.CString(root)
	defer C.free(unsafe.Pointer(file))
	var e *C.kyso_error
	var trust *C.kyso_trust
	if err := failure(C.kyso_trust_new(&trust, &e), e); err != nil {
		return nil, err
	}
	defer C.kyso_trust_free(trust)
	if err := failure(C.kyso_trust_add_file(trust, file, &e), e); err != nil {
		return nil, err
	}
	var policy *C.kyso_policy
	if err := failure(C.kyso_policy_new(trust, &policy, &e), e); err != nil {
		return nil, err
	}
	defer C.kyso_policy_free(policy)
	var verifier *C.kyso_verifier
	return verifier, failure(C.kyso_verifier_new(policy, &verifier, &e), e)
}

// verify tells whether a file passed, and who signed it. No error says only that it was judged.
func verify(verifier *C.kyso_verifier, file string) (passed bool, signers []string, err error) {
	path := C.CString(file)
	defer C.free(unsafe.Pointer(path))
	var e *C.kyso_error
	var report *C.kyso_report
	if err = failure(C.kyso_verify_file(verifier, path, C.kyso_now(), nil, &report, &e), e); err != nil {
		return
	}
	defer C.kyso_report_free(report)
	var conclusion C.uint32_t
	if err = failure(C.kyso_report_conclusion(report, &conclusion, &e), e); err != nil {
		return
	}
	var count C.size_t
	if err = failure(C.kyso_report_signature_count(report, &count, &e), e); err != nil {
		return
	}
	for index := C.size_t(0); index < count; index++ {
		var name *C.char
		code := C.kyso_signature_text(report, index, C.KYSO_SIGNATURE_COMMON_NAME, &name, &e)
		if err = failure(code, e); err != nil {
			return
		}
		signers = append(signers, C.GoString(name)) // copied: the text is the report's
	}
	return conclusion == C.KYSO_CONCLUSION_PASSED, signers, nil
}

func run(folder string) error {
	if C.kyso_abi_version() != C.KYSO_ABI_VERSION {
		return errors.New("this libkyso is not the one of the header")
	}
	in := func(name string) string { return filepath.Join(folder, name) }
	file, err := credentialFromFile(in("signer.p12"), "kyso")
	if err != nil {
		return err
	}
	defer C.kyso_credential_free(file)
	callback, err := credentialFromCallback(in("cert.pem"), in("key.pem"))
	if err != nil {
		return err
	}
	defer C.kyso_credential_free(callback)
	verifier, err := verifierOf(in("root.pem"))
	if err != nil {
		return err
	}
	defer C.kyso_verifier_free(verifier)

	for _, task := range []struct {
		credential     *C.kyso_credential
		source, target string
	}{
		{file, "sample.pdf", "signed.pdf"},
		{file, "sample.xml", "signed.xml"},
		{callback, "sample.pdf", "callback.pdf"},
	} {
		if err := sign(task.credential, in(task.source), in(task.target)); err != nil {
			return err
		}
		passed, signers, err := verify(verifier, in(task.target))
		if err != nil {
			return err
		}
		if !passed {
			return errors.New(task.target + ": NOT passed")
		}
		fmt.Printf("%s: passed, %v\n", task.target, signers)
	}

	var document *C.kyso_document
	var e *C.kyso_error
	data, size := bytes([]byte("<a><b></a>"))
	err = failure(C.kyso_document_from_memory(data, size, nil, &document, &e), e)
	if err == nil {
		return errors.New("a broken document was opened")
	}
	fmt.Println(err)
	return nil
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: kyso FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
