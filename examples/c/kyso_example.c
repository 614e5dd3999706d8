/* Signs and verifies through libkyso: kyso_example FOLDER. See README.md. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/pem.h>

#include "kyso.h"

/* Ends the program where a call failed. A server would hand the error on instead. */
static void check(uint32_t code, kyso_error *error) {
    if (code == KYSO_OK)
        return;
    fprintf(stderr, "error %u: %s\n", code, kyso_error_text(error));
    kyso_error_free(error);
    exit(1);
}

static char *path_of(const char *folder, const char *name) {
    size_t len = strlen(folder) + strlen(name) + 2;
    char *path = (char *)malloc(len);
    if (path == NULL)
        abort();
    snprintf(path, len, "%s/%s", folder, name);
    return path;
}

static uint8_t *read_file(const char *folder, const char *name, size_t *len) {
    char *path = path_of(folder, name);
    FILE *file = fopen(path, "rb");
    uint8_t *data = (uint8_t *)malloc(1 << 20);
    if (file == NULL || data == NULL) {
        perror(path);
        exit(1);
    }
    *len = fread(data, 1, 1 << 20, file);
    fclose(file);
    free(path);
    return data;
}

/* The key that signs in the callback. OpenSSL stands for a token or a service of your own. */
static uint32_t sign_digest(void *user_data, const char *algorithm, const uint8_t *message,
                            size_t message_len, const uint8_t *digest, size_t digest_len,
                            kyso_reply *reply) {
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new((EVP_PKEY *)user_data, NULL);
    uint8_t value[256];
    size_t len = sizeof value;
    uint32_t code = 1;
    (void)message, (void)message_len;
    if (strcmp(algorithm, "ecdsa-sha256") != 0)
        kyso_reply_explain(reply, "this key signs ecdsa-sha256 alone", NULL);
    else if (context != NULL && EVP_PKEY_sign_init(context) == 1
             && EVP_PKEY_sign(context, value, &len, digest, digest_len) == 1)
        code = kyso_reply_set(reply, value, len, NULL);
    EVP_PKEY_CTX_free(context);
    return code;
}

static void free_key(void *user_data) {
    EVP_PKEY_free((EVP_PKEY *)user_data);
}

static kyso_credential *credential_from_file(const char *folder) {
    kyso_credential *credential = NULL;
    kyso_error *error = NULL;
    size_t len;
    uint8_t *p12 = read_file(folder, "signer.p12", &len);
    check(kyso_credential_from_pkcs12(p12, len, "kyso", &credential, &error), error);
    free(p12);
    return credential;
}

static kyso_credential *credential_from_callback(const char *folder) {
    kyso_credential *credential = NULL;
    kyso_error *error = NULL;
    size_t len;
    uint8_t *certificates = read_file(folder, "cert.pem", &len);
    char *path = path_of(folder, "key.pem");
    FILE *file = fopen(path, "r");
    EVP_PKEY *key = file == NULL ? NULL : PEM_read_PrivateKey(file, NULL, NULL, NULL);
    if (key == NULL) {
        fprintf(stderr, "%s: no key\n", path);
        exit(1);
    }
    /* The library calls free_key once nothing will sign with it any more, also if this fails. */
    check(kyso_credential_from_callback(certificates, len, "ecdsa-sha256", sign_digest, key,
                                        free_key, &credential, &error),
          error);
    fclose(file);
    free(path);
    free(certificates);
    return credential;
}

static void sign(const char *folder, const char *input, const char *output,
                 const kyso_credential *credential) {
    kyso_error *error = NULL;
    kyso_document *document = NULL;
    kyso_signing *signing = NULL;
    kyso_signed *done = NULL;
    char *from = path_of(folder, input), *to = path_of(folder, output);
    check(kyso_document_open(from, NULL, &document, &error), error);
    check(kyso_signing_new(credential, &signing, &error), error);
    check(kyso_sign(document, signing, kyso_now(), &done, &error), error);
    check(kyso_signed_save_replacing(done, to, &error), error);
    kyso_signed_free(done);
    kyso_signing_free(signing);
    kyso_document_free(document);
    free(from);
    free(to);
}

static kyso_verifier *verifier_of(const char *folder) {
    kyso_error *error = NULL;
    kyso_trust *trust = NULL;
    kyso_policy *policy = NULL;
    kyso_verifier *verifier = NULL;
    char *root = path_of(folder, "root.pem");
    check(kyso_trust_new(&trust, &error), error);
    check(kyso_trust_add_file(trust, root, &error), error);
    check(kyso_policy_new(trust, &policy, &error), error);
    check(kyso_verifier_new(policy, &verifier, &error), error);
    kyso_policy_free(policy);
    kyso_trust_free(trust);
    free(root);
    return verifier;
}

/* KYSO_OK says that there is a report; the conclusion alone says whether the document passed. */
static int verify(const char *folder, const char *name, const kyso_verifier *verifier) {
    kyso_error *error = NULL;
    kyso_report *report = NULL;
    const char *signer = NULL;
    uint32_t conclusion = 0;
    size_t count = 0, index;
    char *path = path_of(folder, name);
    check(kyso_verify_file(verifier, path, kyso_now(), NULL, &report, &error), error);
    check(kyso_report_conclusion(report, &conclusion, &error), error);
    printf("%s: %s", name, conclusion == KYSO_CONCLUSION_PASSED ? "passed" : "NOT passed");
    check(kyso_report_signature_count(report, &count, &error), error);
    for (index = 0; index < count; index++) {
        check(kyso_signature_text(report, index, KYSO_SIGNATURE_COMMON_NAME, &signer, &error),
              error);
        printf(", %s", signer == NULL ? "no name" : signer); /* the text is the report's */
    }
    printf("\n");
    kyso_report_free(report);
    free(path);
    return conclusion == KYSO_CONCLUSION_PASSED;
}

/* What a program learns of a call that fails: a code, a text, and a place if there is one. */
static void show_an_error(void) {
    static const char broken[] = "<a><b></a>";
    kyso_document *document = NULL;
    kyso_error *error = NULL;
    uint64_t offset;
    if (kyso_document_from_memory((const uint8_t *)broken, sizeof broken - 1, NULL, &document,
                                  &error)
        == KYSO_OK)
        abort();
    printf("error %u", kyso_error_code(error));
    if (kyso_error_offset(error, &offset) == KYSO_OK)
        printf(" at byte %lu", (unsigned long)offset);
    printf(": %s\n", kyso_error_text(error));
    kyso_error_free(error);
}

int main(int argc, char **argv) {
    kyso_credential *file, *callback;
    kyso_verifier *verifier;
    int passed;
    if (argc != 2 || kyso_abi_version() != KYSO_ABI_VERSION) {
        fprintf(stderr, "usage: kyso_example FOLDER, with the libkyso of this header\n");
        return 2;
    }
    file = credential_from_file(argv[1]);
    sign(argv[1], "sample.pdf", "signed.pdf", file);
    sign(argv[1], "sample.xml", "signed.xml", file);
    kyso_credential_free(file);
    callback = credential_from_callback(argv[1]);
    sign(argv[1], "sample.pdf", "callback.pdf", callback);
    kyso_credential_free(callback);

    verifier = verifier_of(argv[1]);
    passed = verify(argv[1], "signed.pdf", verifier);
    passed &= verify(argv[1], "signed.xml", verifier);
    passed &= verify(argv[1], "callback.pdf", verifier);
    kyso_verifier_free(verifier);
    show_an_error();
    return passed ? 0 : 1;
}
