/* A key at a remote service: logged in, listed, and a document signed with it. */
#include "check.h"

typedef struct {
    const char *secret, *pin;
    unsigned inputs, pins, freed;
} signer;

static uint32_t give(kyso_reply *reply, const char *value) {
    if (!value) {
        return 1;
    }
    OK(kyso_reply_set(reply, (const uint8_t *)value, strlen(value), &error));
    return KYSO_OK;
}

static uint32_t speak(void *user, uint32_t kind, const char *name, kyso_reply *reply) {
    signer *who = (signer *)user;
    if (kind == KYSO_REMOTE_ASK_INPUT) {
        CHECK(strcmp(name, "secret") == 0);
        who->inputs++;
        return give(reply, who->secret);
    }
    if (kind == KYSO_REMOTE_ASK_PIN) {
        who->pins++;
        return give(reply, who->pin);
    }
    CHECK(kind == KYSO_REMOTE_ASK_ACCEPTED || kind == KYSO_REMOTE_ASK_WAITING);
    return KYSO_OK;
}

static void freed(void *user) { ((signer *)user)->freed++; }

/* FOLDER PROFILE SECRET PIN */
int main(int argc, char **argv) {
    signer mute = {NULL, NULL, 0, 0, 0}, stranger = {"x", NULL, 0, 0, 0}, right = {NULL, NULL, 0, 0, 0};
    kyso_network *network = NULL;
    kyso_remote *remote = NULL;
    kyso_credential *credential = NULL;
    kyso_signing *signing = NULL;
    kyso_document *document = NULL;
    kyso_signed *done = NULL;
    kyso_buffer *buffer = NULL;
    kyso_verifier *verifier;
    const char *text = NULL;
    const uint8_t *data = NULL;
    size_t count = 0, len = 0;
    bytes profile, sample;
    CHECK(argc == 5);
    if (!kyso_has_network()) {
        puts("all well");
        return 0;
    }
    right.secret = argv[3];
    profile = read_file(argv[1], argv[2]);
    profile.data[profile.len] = 0;
    OK(kyso_network_new(&network, &error));
    FAILS(KYSO_PROFILE, kyso_remote_open(network, "name = 1", speak, &mute, freed, &remote, &error));
    FAILS(KYSO_PASSPHRASE_NEEDED, kyso_remote_open(network, (const char *)profile.data, speak, &mute,
                                                   freed, &remote, &error));
    CHECK(remote == NULL && mute.inputs == 1 && mute.freed == 2);
    FAILS(KYSO_KEY_REFUSED, kyso_remote_open(network, (const char *)profile.data, speak, &stranger,
                                             freed, &remote, &error));
    OK(kyso_remote_open(network, (const char *)profile.data, speak, &right, freed, &remote, &error));
    OK(kyso_remote_count(remote, &count, &error));
    CHECK(count == 1 && right.pins == 0);
    OK(kyso_remote_text(remote, 0, KYSO_REMOTE_KEY_ID, &text, &error));
    CHECK(strcmp(text, "c1") == 0);
    OK(kyso_remote_text(remote, 0, KYSO_REMOTE_KEY_FAULT, &text, &error));
    CHECK(text == NULL);
    OK(kyso_remote_text(remote, 0, KYSO_REMOTE_KEY_ALGORITHMS, &text, &error));
    CHECK(strstr(text, "ecdsa-sha256") != NULL);
    FAILS(KYSO_OUT_OF_RANGE, kyso_remote_text(remote, 7, KYSO_REMOTE_KEY_ID, &text, &error));
    OK(kyso_remote_certificate(remote, 0, &data, &len, &error));
    OK(kyso_signer_check(data, len, NULL, NULL, NULL, kyso_now(), NULL, &error));
    OK(kyso_credential_from_remote(remote, 0, &credential, &error));
    kyso_remote_free(remote);
    OK(kyso_signing_new(credential, &signing, &error));
    kyso_credential_free(credential);
    sample = read_file(argv[1], "sample.pdf");
    OK(kyso_document_from_memory(sample.data, sample.len, NULL, &document, &error));
    FAILS(KYSO_PASSPHRASE_NEEDED, kyso_sign(document, signing, kyso_now(), &done, &error));
    right.pin = "0000";
    FAILS(KYSO_WRONG_PIN, kyso_sign(document, signing, kyso_now(), &done, &error));
    CHECK(right.pins == 2 && right.freed == 0);
    right.pin = argv[4];
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    OK(kyso_signed_bytes(done, &buffer, &error));
    OK(kyso_buffer_data(buffer, &data, &len, &error));
    verifier = open_verifier(argv[1]);
    CHECK(conclusion_of(verifier, data, len) == KYSO_CONCLUSION_PASSED);
    kyso_verifier_free(verifier);
    kyso_buffer_free(buffer);
    kyso_signed_free(done);
    kyso_document_free(document);
    kyso_signing_free(signing);
    CHECK(right.freed == 1);
    kyso_network_free(network);
    free(profile.data), free(sample.data);
    puts("all well");
    return 0;
}
