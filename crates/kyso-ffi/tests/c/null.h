/* One handle of every kind, for the calls that tests/c.rs makes of the header. */
#include "check.h"

static char *path_of_sample;
static bytes sample;
static kyso_batch *a_batch;
static kyso_buffer *a_buffer;
static kyso_cancellation *a_cancellation;
static kyso_look *a_look;
static kyso_credential *a_credential;
static kyso_document *a_document;
static kyso_evidence *an_evidence;
static kyso_extension *an_extension;
static kyso_network *a_network;
static kyso_pack *a_pack;
static kyso_parts *a_parts;
static kyso_path *a_path;
static kyso_policy *a_policy;
static kyso_prepared *a_prepared;
static kyso_reply *a_reply;
/* NULL: it takes a service. */
static kyso_remote *a_remote;
static kyso_report *a_report;
static kyso_revocation *a_revocation;
static kyso_signed *a_signed;
static kyso_signing *a_signing;
static kyso_store *a_store;
/* NULL: it takes a token. */
static kyso_token_keys *a_token_keys;
static kyso_trust *a_trust;
static kyso_trust_list *a_trust_list;
static kyso_tsa *a_tsa;
static kyso_verifier *a_verifier;

static void calls(void);

static uint32_t no_answer(void *user, uint32_t kind, const char *url, const uint8_t *request,
                          size_t len, kyso_reply *reply) {
    (void)user, (void)kind, (void)url, (void)request, (void)len, (void)reply;
    return 1;
}

static uint32_t no_more(void *user, const uint8_t *data, size_t len) {
    (void)user, (void)data, (void)len;
    return 1;
}

/* Replies live in callbacks alone, so that all calls are made in one. */
static uint32_t inside(void *user, const char *algorithm, const uint8_t *message,
                       size_t message_len, const uint8_t *digest, size_t digest_len,
                       kyso_reply *reply) {
    (void)user, (void)algorithm, (void)message, (void)message_len, (void)digest, (void)digest_len;
    a_reply = reply;
    calls();
    return 1;
}

int main(int argc, char **argv) {
    kyso_credential *credential = NULL;
    kyso_signing *signing = NULL;
    kyso_signed *done = NULL;
    kyso_document *signed_document = NULL;
    const uint8_t *data = NULL;
    size_t len = 0;
    char *store;
    bytes cert, list, signer;
    CHECK(argc == 2);
    path_of_sample = joined(argv[1], "sample.pdf");
    sample = read_file(argv[1], "sample.pdf");
    cert = read_file(argv[1], "cert.pem");
    a_credential = open_credential(argv[1]);
    a_verifier = open_verifier(argv[1]);
    OK(kyso_batch_new(&a_batch, &error));
    OK(kyso_cancellation_new(&a_cancellation, &error));
    OK(kyso_look_new(&a_look, &error));
    OK(kyso_pack_new(KYSO_FORMAT_ASIC_E, &a_pack, &error));
    OK(kyso_document_from_memory(sample.data, sample.len, NULL, &a_document, &error));
    OK(kyso_evidence_new(&an_evidence, &error));
    OK(kyso_trust_new(&a_trust, &error));
    OK(kyso_policy_new(a_trust, &a_policy, &error));
    OK(kyso_signing_new(a_credential, &a_signing, &error));
    store = joined(argv[1], "store");
    OK(kyso_store_open(store, &a_store, &error));
    OK(kyso_path_validate(a_policy, NULL, NULL, cert.data, cert.len, kyso_now(), kyso_now(),
                          NULL, &a_path, &error));
    list = read_file(argv[1], "list.xml"), signer = read_file(argv[1], "signer.pem");
    OK(kyso_trust_list_open(list.data, list.len, signer.data, signer.len, kyso_now(),
                            &a_trust_list, &error));
    OK(kyso_prepare(a_document, a_signing, kyso_now(), &a_prepared, &error));
    OK(kyso_sign(a_document, a_signing, kyso_now(), &a_signed, &error));
    OK(kyso_signed_bytes(a_signed, &a_buffer, &error));
    OK(kyso_buffer_data(a_buffer, &data, &len, &error));
    OK(kyso_document_from_memory(data, len, NULL, &signed_document, &error));
    OK(kyso_verify(a_verifier, signed_document, kyso_now(), &a_report, &error));
    OK(kyso_parts_new(a_verifier, signed_document, a_report, 0, &a_parts, &error));
    kyso_document_free(signed_document);
    OK(kyso_tsa_from_callback("urn:tsa", no_answer, NULL, NULL, &a_tsa, &error));
    OK(kyso_revocation_from_callback(no_answer, NULL, NULL, &a_revocation, &error));
    OK(kyso_extension_new(KYSO_LEVEL_T, a_tsa, NULL, &an_extension, &error));
    if (kyso_has_network()) {
        OK(kyso_network_new(&a_network, &error));
    }
    OK(kyso_credential_from_callback(cert.data, cert.len, "ecdsa-sha256", inside, NULL, NULL,
                                     &credential, &error));
    OK(kyso_signing_new(credential, &signing, &error));
    FAILS(KYSO_KEY_REFUSED, kyso_sign(a_document, signing, kyso_now(), &done, &error));
    CHECK(a_reply != NULL);
    kyso_signing_free(signing);
    kyso_credential_free(credential);
    kyso_batch_free(a_batch);
    kyso_buffer_free(a_buffer);
    kyso_cancellation_free(a_cancellation);
    kyso_look_free(a_look);
    kyso_credential_free(a_credential);
    kyso_document_free(a_document);
    kyso_evidence_free(an_evidence);
    kyso_extension_free(an_extension);
    kyso_network_free(a_network);
    kyso_pack_free(a_pack);
    kyso_parts_free(a_parts);
    kyso_path_free(a_path);
    kyso_policy_free(a_policy);
    kyso_prepared_free(a_prepared);
    kyso_report_free(a_report);
    kyso_revocation_free(a_revocation);
    kyso_signed_free(a_signed);
    kyso_signing_free(a_signing);
    kyso_store_free(a_store);
    kyso_trust_free(a_trust);
    kyso_trust_list_free(a_trust_list);
    kyso_tsa_free(a_tsa);
    kyso_verifier_free(a_verifier);
    free(path_of_sample), free(sample.data), free(cert.data);
    free(store), free(list.data), free(signer.data);
    puts("all well");
    return 0;
}
