/* A key on a token: found, looked at, opened with its PIN, and a document signed with it. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif
#include "check.h"

typedef struct {
    const char *pin;
    unsigned asked, freed;
    uint32_t purpose, tries;
} holder;

static uint32_t give_pin(void *user, uint32_t purpose, const char *token, uint32_t tries,
                         kyso_reply *reply) {
    holder *who = (holder *)user;
    CHECK(strcmp(token, "office") == 0);
    who->asked++, who->purpose = purpose, who->tries = tries;
    if (!who->pin) {
        return 1;
    }
    OK(kyso_reply_set(reply, (const uint8_t *)who->pin, strlen(who->pin), &error));
    return KYSO_OK;
}

static void freed(void *user) { ((holder *)user)->freed++; }

static kyso_credential *open_key(kyso_token_keys *keys, bytes chain, holder *who, uint32_t code) {
    kyso_credential *credential = NULL;
    if (code != KYSO_OK) {
        FAILS(code, kyso_credential_from_token(keys, 0, chain.data, chain.len, give_pin, who, freed,
                                               &credential, &error));
        CHECK(credential == NULL && who->asked == 1 && who->freed == 1);
    } else {
        OK(kyso_credential_from_token(keys, 0, chain.data, chain.len, give_pin, who, freed,
                                      &credential, &error));
        CHECK(who->asked == 1 && who->purpose == KYSO_PIN_LOGIN);
    }
    return credential;
}

/* FOLDER URI PIN CONFIGURATION */
int main(int argc, char **argv) {
    holder silent = {NULL, 0, 0, 0, 0}, wrong = {"00000000", 0, 0, 0, 0}, right = {NULL, 0, 0, 0, 0};
    kyso_token_keys *keys = NULL;
    kyso_credential *credential = NULL;
    kyso_signing *signing = NULL;
    kyso_document *document = NULL;
    kyso_signed *done = NULL;
    kyso_report *report = NULL;
    kyso_verifier *verifier;
    const char *text = NULL;
    const uint8_t *der = NULL;
    uint32_t verdict = 0;
    size_t count = 0, len = 0;
    bytes chain;
    char *sample, *out;
    CHECK(argc == 5);
    setenv("SOFTHSM2_CONF", argv[4], 1);
    right.pin = argv[3];
    if (!kyso_has_tokens()) {
        FAILS(KYSO_UNSUPPORTED, kyso_token_search(argv[2], &keys, &error));
        puts("all well");
        return 0;
    }
    FAILS(KYSO_INVALID_ARGUMENT, kyso_token_search("office", &keys, &error));
    FAILS(KYSO_TOKEN, kyso_token_search("pkcs11:?module-path=/nowhere.so", &keys, &error));
    OK(kyso_token_search(argv[2], &keys, &error));
    OK(kyso_token_keys_count(keys, &count, &error));
    CHECK(count == 1);
    OK(kyso_token_keys_text(keys, 0, KYSO_TOKEN_KEY_TOKEN, &text, &error));
    CHECK(strcmp(text, "office") == 0);
    OK(kyso_token_keys_text(keys, 0, KYSO_TOKEN_KEY_ALGORITHMS, &text, &error));
    CHECK(strcmp(text, "ecdsa-sha256") == 0);
    OK(kyso_token_keys_text(keys, 0, KYSO_TOKEN_KEY_SUBJECT, &text, &error));
    CHECK(strstr(text, "CN=") != NULL);
    OK(kyso_token_keys_text(keys, 0, KYSO_TOKEN_KEY_URI, &text, &error));
    CHECK(strstr(text, "id=%01") != NULL);
    FAILS(KYSO_INVALID_ARGUMENT, kyso_token_keys_text(keys, 0, 1, &text, &error));
    FAILS(KYSO_OUT_OF_RANGE, kyso_token_keys_text(keys, 1, KYSO_TOKEN_KEY_URI, &text, &error));
    OK(kyso_token_keys_certificate(keys, 0, &der, &len, &error));
    OK(kyso_signer_check(der, len, NULL, NULL, NULL, kyso_now(), NULL, &error));
    FAILS(KYSO_CERTIFICATE_EXPIRED,
          kyso_signer_check(der, len, NULL, NULL, NULL, 9999999999, NULL, &error));

    chain = read_file(argv[1], "cert.pem");
    open_key(keys, chain, &silent, KYSO_PASSPHRASE_NEEDED);
    open_key(keys, chain, &wrong, KYSO_WRONG_PIN);
    credential = open_key(keys, chain, &right, KYSO_OK);
    CHECK(right.tries == KYSO_TRIES_LOW);
    kyso_token_keys_free(keys);
    OK(kyso_credential_text(credential, KYSO_CREDENTIAL_ALGORITHMS, &text, &error));
    OK(kyso_signing_new(credential, &signing, &error));
    kyso_credential_free(credential);
    sample = joined(argv[1], "sample.pdf"), out = joined(argv[1], "by-token.pdf");
    OK(kyso_document_open(sample, NULL, &document, &error));
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    OK(kyso_signed_save(done, out, &error));
    kyso_signed_free(done);
    kyso_document_free(document);
    /* No PIN for a signature, and what knew it is let go after the login. */
    CHECK(right.asked == 1 && right.freed == 1);
    kyso_signing_free(signing);
    verifier = open_verifier(argv[1]);
    OK(kyso_verify_file(verifier, out, kyso_now(), NULL, &report, &error));
    OK(kyso_report_conclusion(report, &verdict, &error));
    CHECK(verdict == KYSO_CONCLUSION_PASSED);
    kyso_report_free(report);
    kyso_verifier_free(verifier);
    remove(out);
    free(sample), free(out), free(chain.data);
    puts("all well");
    return 0;
}
