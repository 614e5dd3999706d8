/* Whom to trust and by what rules: the store, terms of anchors, policies, paths, trusted lists.
   trust FOLDER: keys and samples of two PKIs, list.xml and signer.pem. */
#include "check.h"

#define DAY (24 * 60 * 60)

static const char *folder;
static bytes root, cert, other;

static kyso_signed *sign(kyso_credential *credential, const char *name) {
    char *path = joined(folder, name);
    kyso_document *document = NULL;
    kyso_signing *signing = NULL;
    kyso_signed *done = NULL;
    OK(kyso_document_open(path, NULL, &document, &error));
    OK(kyso_signing_new(credential, &signing, &error));
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    kyso_signing_free(signing);
    kyso_document_free(document);
    free(path);
    return done;
}

/* The conclusion on `signed` by `policy`, which is freed; `evidence` may be NULL. */
static uint32_t judged(kyso_policy *policy, kyso_evidence *evidence, bytes document) {
    kyso_verifier *verifier = NULL;
    uint32_t conclusion;
    OK(kyso_verifier_new(policy, &verifier, &error));
    if (evidence != NULL) {
        OK(kyso_verifier_add_evidence(verifier, evidence, &error));
    }
    conclusion = conclusion_of(verifier, document.data, document.len);
    kyso_verifier_free(verifier);
    kyso_policy_free(policy);
    return conclusion;
}

static kyso_policy *baseline(kyso_trust *trust) {
    kyso_policy *policy = NULL;
    OK(kyso_policy_new(trust, &policy, &error));
    kyso_trust_free(trust);
    return policy;
}

/* Anchors on terms: a domain, an end, and what is withdrawn. */
static void terms(bytes document) {
    kyso_trust *trust = NULL, *more = NULL;
    kyso_policy *policy = NULL;
    const uint8_t *data = NULL;
    const char *text = NULL;
    size_t len = 0, count = 0;
    int64_t until = 0, yesterday = kyso_now() - DAY;
    OK(kyso_trust_new(&trust, &error));
    FAILS(KYSO_INVALID_ARGUMENT,
          kyso_trust_add_in_domain(trust, root.data, root.len, "Not a domain", &error));
    OK(kyso_trust_add_in_domain(trust, root.data, root.len, "cong-vu", &error));
    OK(kyso_trust_domain(trust, 0, &text, &error));
    CHECK(strcmp(text, "cong-vu") == 0);
    FAILS(KYSO_ABSENT, kyso_trust_until(trust, 0, &until, &error));
    FAILS(KYSO_OUT_OF_RANGE, kyso_trust_domain(trust, 1, &text, &error));
    OK(kyso_trust_certificate(trust, 0, &data, &len, &error));
    CHECK(len > 100 && data[0] == 0x30);
    OK(kyso_policy_new(trust, &policy, &error));
    OK(kyso_policy_set_trust_domains(policy, "cong-cong, cong-vu", &error));
    CHECK(judged(policy, NULL, document) == KYSO_CONCLUSION_PASSED);
    OK(kyso_policy_new(trust, &policy, &error));
    OK(kyso_policy_set_trust_domains(policy, "cong-cong", &error));
    CHECK(judged(policy, NULL, document) == KYSO_CONCLUSION_INDETERMINATE);
    /* Withdrawn, it holds nothing, and neither does what it issued. */
    OK(kyso_trust_withdraw(trust, root.data, root.len, &error));
    CHECK(judged(baseline(trust), NULL, document) == KYSO_CONCLUSION_INDETERMINATE);

    OK(kyso_trust_new(&trust, &error));
    OK(kyso_trust_add_until(trust, root.data, root.len, NULL, yesterday, &error));
    OK(kyso_trust_until(trust, 0, &until, &error));
    OK(kyso_trust_domain(trust, 0, &text, &error));
    CHECK(until == yesterday && text == NULL);
    /* By another's word it has no end. */
    OK(kyso_trust_new(&more, &error));
    OK(kyso_trust_add(more, root.data, root.len, &error));
    OK(kyso_trust_add_all(more, trust, &error));
    OK(kyso_trust_add_all(more, more, &error));
    OK(kyso_trust_count(more, &count, &error));
    CHECK(count == 1);
    CHECK(judged(baseline(more), NULL, document) == KYSO_CONCLUSION_PASSED);
    CHECK(judged(baseline(trust), NULL, document) == KYSO_CONCLUSION_INDETERMINATE);

    /* An intermediate that a document brings is of no use once it is withdrawn. */
    OK(kyso_trust_new(&trust, &error));
    OK(kyso_trust_add(trust, root.data, root.len, &error));
    OK(kyso_trust_withdraw_after(trust, cert.data, cert.len, kyso_now() + DAY, &error));
    OK(kyso_policy_new(trust, &policy, &error));
    CHECK(judged(policy, NULL, document) == KYSO_CONCLUSION_PASSED);
    OK(kyso_trust_withdraw_after(trust, cert.data, cert.len, yesterday, &error));
    CHECK(judged(baseline(trust), NULL, document) == KYSO_CONCLUSION_INDETERMINATE);
}

static uint32_t of_store(const char *path, bytes document) {
    kyso_store *store = NULL;
    kyso_trust *trust = NULL;
    kyso_evidence *evidence = NULL;
    uint32_t conclusion;
    OK(kyso_store_open(path, &store, &error));
    OK(kyso_store_anchors(store, &trust, &error));
    OK(kyso_store_intermediates(store, &evidence, &error));
    kyso_store_free(store);
    conclusion = judged(baseline(trust), evidence, document);
    kyso_evidence_free(evidence);
    return conclusion;
}

/* The store: nothing in it, added, retired, removed, and every decision kept. */
static void store(bytes document) {
    char *path = joined(folder, "store");
    kyso_store *store = NULL;
    kyso_evidence *evidence = NULL;
    kyso_buffer *history = NULL;
    const uint8_t *data = NULL;
    const char *text = NULL;
    char fingerprint[65];
    size_t count = 7, index = 7, len = 0;
    uint32_t code = 0;
    int64_t time = 0, now = kyso_now();
    OK(kyso_store_open(path, &store, &error));
    OK(kyso_store_count(store, &count, &error));
    CHECK(count == 0);
    CHECK(of_store(path, document) == KYSO_CONCLUSION_INDETERMINATE);
    FAILS(KYSO_INVALID_ARGUMENT, kyso_store_add(store, root.data, root.len, KYSO_OK, "cong-vu", now,
                                                &count, &error));
    OK(kyso_store_add(store, root.data, root.len, KYSO_ROLE_ANCHOR, "cong-vu", now, &count,
                      &error));
    CHECK(count == 1);
    OK(kyso_store_add(store, root.data, root.len, KYSO_ROLE_ANCHOR, "cong-vu", now, &count,
                      &error));
    CHECK(count == 0);
    OK(kyso_store_add(store, other.data, other.len, KYSO_ROLE_INTERMEDIATE, "cong-cong", now,
                      &count, &error));
    CHECK(count == 1);
    CHECK(of_store(path, document) == KYSO_CONCLUSION_PASSED);
    OK(kyso_store_text(store, 0, KYSO_STORED_DOMAIN, &text, &error));
    CHECK(strcmp(text, "cong-vu") == 0);
    OK(kyso_store_text(store, 0, KYSO_STORED_FINGERPRINT, &text, &error));
    CHECK(strlen(text) == 64);
    memcpy(fingerprint, text, sizeof fingerprint);
    OK(kyso_store_text(store, 0, KYSO_STORED_SUBJECT, &text, &error));
    CHECK(strstr(text, "CN=") != NULL);
    OK(kyso_store_certificate(store, 0, &data, &len, &error));
    CHECK(len > 100 && data[0] == 0x30);
    OK(kyso_store_find(store, fingerprint, &index, &error));
    CHECK(index == 0);
    FAILS(KYSO_INVALID_ARGUMENT, kyso_store_find(store, "", &index, &error));
    FAILS(KYSO_ABSENT, kyso_store_find(store, "zz", &index, &error));
    OK(kyso_store_code(store, 1, KYSO_STORED_ROLE, &code, &error));
    CHECK(code == KYSO_ROLE_INTERMEDIATE);
    OK(kyso_store_intermediates(store, &evidence, &error));
    OK(kyso_evidence_count(evidence, KYSO_FETCH_CERTIFICATES, &count, &error));
    CHECK(count == 1);
    kyso_evidence_free(evidence);

    OK(kyso_store_retire(store, fingerprint, now - DAY, NULL, now, &count, &error));
    CHECK(count == 1);
    OK(kyso_store_code(store, 0, KYSO_STORED_STATE, &code, &error));
    CHECK(code == KYSO_STATE_RETIRED);
    OK(kyso_store_time(store, 0, KYSO_STORED_UNTIL, &time, &error));
    CHECK(time == now - DAY);
    CHECK(of_store(path, document) == KYSO_CONCLUSION_INDETERMINATE);
    OK(kyso_store_remove(store, fingerprint, "the key was stolen", now + 1, &count, &error));
    CHECK(count == 1);
    OK(kyso_store_code(store, 0, KYSO_STORED_STATE, &code, &error));
    CHECK(code == KYSO_STATE_REMOVED);
    OK(kyso_store_time(store, 0, KYSO_STORED_WITHDRAWN, &time, &error));
    CHECK(time == now + 1);
    FAILS(KYSO_ABSENT, kyso_store_time(store, 0, KYSO_STORED_UNTIL, &time, &error));
    FAILS(KYSO_INVALID_ARGUMENT,
          kyso_store_remove(store, "f0", NULL, now, &count, &error));
    OK(kyso_store_remove(store, fingerprint, NULL, now, &count, &error));
    CHECK(count == 0);
    OK(kyso_store_history(store, &history, &error));
    OK(kyso_buffer_text(history, &text, &error));
    CHECK(strstr(text, "\"action\":\"add\"") != NULL && strstr(text, "the key was stolen") != NULL);
    kyso_buffer_free(history);
    /* In another domain it is there anew, and its texts are the new ones. */
    OK(kyso_store_add(store, root.data, root.len, KYSO_ROLE_ANCHOR, "cong-cong", now + 2, &count,
                      &error));
    OK(kyso_store_text(store, 0, KYSO_STORED_DOMAIN, &text, &error));
    CHECK(count == 1 && strcmp(text, "cong-cong") == 0);
    kyso_store_free(store);
    CHECK(of_store(path, document) == KYSO_CONCLUSION_PASSED);
    free(path);

    /* Trusted up to a time. */
    path = joined(folder, "ended");
    OK(kyso_store_open(path, &store, &error));
    OK(kyso_store_add_until(store, root.data, root.len, KYSO_ROLE_ANCHOR, "cong-vu", now - DAY, now,
                            &count, &error));
    CHECK(count == 1);
    kyso_store_free(store);
    CHECK(of_store(path, document) == KYSO_CONCLUSION_INDETERMINATE);
    free(path);
    path = joined(folder, "ending");
    OK(kyso_store_open(path, &store, &error));
    OK(kyso_store_add_until(store, root.data, root.len, KYSO_ROLE_ANCHOR, "cong-vu", now + DAY, now,
                            &count, &error));
    kyso_store_free(store);
    CHECK(of_store(path, document) == KYSO_CONCLUSION_PASSED);
    free(path);

    /* What is no store is refused as a whole. */
    path = joined(folder, "broken");
    FAILS(KYSO_STORE, kyso_store_open(path, &store, &error));
    free(path);
}

static kyso_policy *shipped(const char *name) {
    kyso_trust *trust = NULL;
    kyso_policy *policy = NULL;
    OK(kyso_trust_new(&trust, &error));
    OK(kyso_trust_add_in_domain(trust, root.data, root.len, "cong-vu", &error));
    OK(kyso_policy_shipped(name, trust, &policy, &error));
    kyso_trust_free(trust);
    return policy;
}

static int says(kyso_policy *policy, uint32_t field, const char *wanted) {
    const char *text = NULL;
    OK(kyso_policy_text(policy, field, &text, &error));
    return text == NULL ? wanted == NULL : wanted != NULL && strstr(text, wanted) != NULL;
}

/* A policy with one row narrowed, and what it says of a signature at B-B. */
#define NARROWED(call, rule)                                                                \
    do {                                                                                    \
        policy = shipped("baseline");                                                       \
        CHECK(says(policy, KYSO_POLICY_NARROWED, NULL));                                    \
        OK(call);                                                                           \
        CHECK(says(policy, KYSO_POLICY_NARROWED, rule));                                    \
        CHECK(says(policy, KYSO_POLICY_WIDENED, NULL));                                     \
        conclusion = judged(policy, NULL, document);                                        \
    } while (0)

#define WIDENED(call, option)                                                               \
    do {                                                                                    \
        policy = shipped("baseline");                                                       \
        OK(call);                                                                           \
        CHECK(says(policy, KYSO_POLICY_WIDENED, option));                                   \
        CHECK(judged(policy, NULL, document) == KYSO_CONCLUSION_PASSED);                    \
    } while (0)

static void policies(bytes document) {
    static const uint8_t permitted[] = {0x30, 0x0D, 0xA0, 0x0B, 0x30, 0x09, 0x82, 0x07,
                                        'e',  'x',  'a',  'm',  'p',  'l',  'e'};
    const uint32_t passed = KYSO_CONCLUSION_PASSED;
    kyso_policy *policy = NULL;
    kyso_trust *trust = NULL;
    kyso_buffer *buffer = NULL;
    const char *text = NULL;
    uint32_t conclusion;
    OK(kyso_policy_shipped_names(&buffer, &error));
    OK(kyso_buffer_text(buffer, &text, &error));
    CHECK(strcmp(text, "baseline,cong-cong,cong-vu") == 0);
    kyso_buffer_free(buffer);
    OK(kyso_policy_shipped_text("cong-vu", &buffer, &error));
    OK(kyso_buffer_text(buffer, &text, &error));
    CHECK(strstr(text, "name = \"cong-vu\"") != NULL);
    kyso_buffer_free(buffer);
    FAILS(KYSO_INVALID_ARGUMENT, kyso_policy_shipped_text("no-such", &buffer, &error));
    OK(kyso_trust_new(&trust, &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_policy_shipped("no-such", trust, &policy, &error));
    FAILS(KYSO_POLICY, kyso_policy_from_toml("no = policy", trust, &policy, &error));
    FAILS(KYSO_POLICY, kyso_policy_from_toml("name = \"cong-vu\"", trust, &policy, &error));
    OK(kyso_trust_add_in_domain(trust, root.data, root.len, "cong-vu", &error));
    OK(kyso_policy_from_toml("name = \"ours\"\n[trust]\ndomains = [\"cong-vu\"]\n"
                             "[dangerous]\nclaimed-time = true\n",
                             trust, &policy, &error));
    kyso_trust_free(trust);
    CHECK(says(policy, KYSO_POLICY_NAME, "ours"));
    CHECK(says(policy, KYSO_POLICY_WIDENED, "claimed-time"));
    CHECK(says(policy, KYSO_POLICY_TRUST_DOMAINS, "cong-vu"));
    CHECK(judged(policy, NULL, document) == passed);

    /* Revocation must be checked there, and these certificates name no place. */
    policy = shipped("cong-vu");
    CHECK(says(policy, KYSO_POLICY_NAME, "cong-vu"));
    CHECK(says(policy, KYSO_POLICY_NARROWED, "revocation-required"));
    OK(kyso_policy_notes(policy, &buffer, &error));
    OK(kyso_buffer_text(buffer, &text, &error));
    CHECK(strncmp(text, "[{\"mark\":", 9) == 0);
    kyso_buffer_free(buffer);
    CHECK(judged(policy, NULL, document) == KYSO_CONCLUSION_INDETERMINATE);

    NARROWED(kyso_policy_set_timestamp_domains(policy, "cong-vu", &error), "timestamp-domains");
    CHECK(conclusion == passed);
    NARROWED(kyso_policy_require_whole_document(policy, &error), "whole-document");
    CHECK(conclusion == passed);
    NARROWED(kyso_policy_require_proven_time(policy, &error), "proven-time");
    CHECK(conclusion == KYSO_CONCLUSION_INDETERMINATE);
    NARROWED(kyso_policy_require_signatures(policy, 2, &error), "at-least");
    CHECK(conclusion == KYSO_CONCLUSION_INDETERMINATE);
    NARROWED(kyso_policy_require_signing_certificate(policy, &error), "signing-certificate");
    CHECK(conclusion == passed);
    NARROWED(kyso_policy_require_non_repudiation(policy, &error), "key-usage");
    CHECK(conclusion == passed);
    NARROWED(kyso_policy_set_purposes(policy, "1.2.3.4, 1.2.3.5", &error), "extended-key-usage");
    CHECK(conclusion != passed);
    NARROWED(kyso_policy_forbid_later(policy, KYSO_LATER_SIGNATURES, &error), "later-changes");
    CHECK(conclusion == passed);
    NARROWED(kyso_policy_add_fillable(policy, "so", &error), "later-changes");
    CHECK(conclusion == passed);
    NARROWED(kyso_policy_add_shipped_algorithms(policy, "tt-15-2025", &error), "algorithms");
    NARROWED(kyso_policy_set_certificate_policies(policy, "1.2.3.4", &error), "path-constraints");
    CHECK(conclusion == KYSO_CONCLUSION_INDETERMINATE);
    NARROWED(kyso_policy_require_explicit_policy(policy, &error), "path-constraints");
    NARROWED(kyso_policy_inhibit_policy_mapping(policy, &error), "path-constraints");
    NARROWED(kyso_policy_inhibit_any_policy(policy, &error), "path-constraints");
    NARROWED(kyso_policy_set_max_path_length(policy, 1, &error), "path-constraints");
    CHECK(conclusion == passed);
    NARROWED(kyso_policy_set_max_path_length(policy, 0, &error), "path-constraints");
    CHECK(conclusion == KYSO_CONCLUSION_INDETERMINATE);
    NARROWED(kyso_policy_set_name_constraints(policy, permitted, sizeof permitted, &error),
             "path-constraints");
    CHECK(conclusion == passed); /* no name of that kind is there */

    policy = shipped("baseline");
    FAILS(KYSO_INVALID_ARGUMENT, kyso_policy_forbid_later(policy, KYSO_OK, &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_policy_set_trust_domains(policy, "", &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_policy_set_purposes(policy, "1.2,x", &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_policy_add_shipped_algorithms(policy, "x", &error));
    FAILS(KYSO_CERTIFICATE, kyso_policy_set_name_constraints(policy, permitted, 3, &error));
    FAILS(KYSO_ALGORITHM_TABLE,
          kyso_policy_add_advised_algorithms(policy, permitted, sizeof permitted, &error));
    CHECK(says(policy, KYSO_POLICY_NARROWED, NULL)); /* what failed changed nothing */
    kyso_policy_free(policy);

    WIDENED(kyso_policy_dangerous_accept_other_purposes(policy, &error), "other-purposes");
    WIDENED(kyso_policy_dangerous_accept_expired_certificates(policy, 60, &error),
            "expired-certificates");
    WIDENED(kyso_policy_dangerous_accept_unchecked_revocation(policy, &error),
            "unchecked-revocation");
    WIDENED(kyso_policy_dangerous_accept_claimed_time(policy, &error), "claimed-time");
    WIDENED(kyso_policy_dangerous_accept_annotations(policy, &error), "annotations");
    WIDENED(kyso_policy_dangerous_accept_undecided_signatures(policy, &error),
            "undecided-signatures");
}

/* One certificate: a path that holds, and none. */
static void paths(void) {
    kyso_policy *policy = shipped("baseline");
    kyso_evidence *evidence = NULL;
    kyso_path *path = NULL;
    kyso_cancellation *cancellation = NULL;
    kyso_buffer *buffer = NULL;
    const uint8_t *data = NULL;
    const char *text = NULL;
    size_t count = 0, len = 0;
    uint32_t valid = 7;
    OK(kyso_evidence_new(&evidence, &error));
    OK(kyso_evidence_add(evidence, cert.data, cert.len, &error));
    OK(kyso_cancellation_new(&cancellation, &error));
    OK(kyso_path_validate(policy, evidence, NULL, cert.data, cert.len, kyso_now(), kyso_now(),
                          cancellation, &path, &error));
    OK(kyso_path_valid(path, &valid, &text, &error));
    CHECK(valid == 1 && text == NULL);
    OK(kyso_path_count(path, &count, &error));
    CHECK(count == 3);
    OK(kyso_path_certificate(path, 2, &data, &len, &error));
    CHECK(len > 100 && data[0] == 0x30);
    OK(kyso_path_revocation(path, &valid, &error));
    CHECK(valid == KYSO_REVOCATION_UNKNOWN);
    OK(kyso_path_policies(path, &buffer, &error));
    kyso_buffer_free(buffer);
    OK(kyso_path_findings(path, &buffer, &error));
    OK(kyso_buffer_text(buffer, &text, &error));
    CHECK(*text == '[');
    kyso_buffer_free(buffer);
    kyso_evidence_free(evidence);
    OK(kyso_path_evidence(path, &evidence, &error));
    OK(kyso_evidence_count(evidence, KYSO_FETCH_CERTIFICATES, &count, &error));
    CHECK(count >= 2);
    kyso_evidence_free(evidence);
    kyso_path_free(path);

    OK(kyso_path_validate(policy, NULL, NULL, other.data, other.len, kyso_now(), kyso_now(), NULL,
                          &path, &error));
    OK(kyso_path_valid(path, &valid, &text, &error));
    CHECK(valid == 0 && strcmp(text, "NO_CERTIFICATE_CHAIN_FOUND") == 0);
    FAILS(KYSO_OUT_OF_RANGE, kyso_path_certificate(path, 0, &data, &len, &error));
    kyso_path_free(path);
    OK(kyso_cancel(cancellation, &error));
    FAILS(KYSO_CANCELLED, kyso_path_validate(policy, NULL, NULL, other.data, other.len, kyso_now(),
                                             kyso_now(), cancellation, &path, &error));
    kyso_cancellation_free(cancellation);
    kyso_policy_free(policy);
}

/* A trusted list becomes anchors once its signature holds. */
static void lists(bytes document) {
    bytes list = read_file(folder, "list.xml"), signer = read_file(folder, "signer.pem");
    kyso_trust_list *read = NULL;
    kyso_trust *trust = NULL;
    kyso_buffer *json = NULL;
    const uint8_t *data = NULL;
    const char *text = NULL;
    uint64_t number = 0;
    size_t len = 0;
    FAILS(KYSO_TRUST_LIST, kyso_trust_list_open(list.data, list.len, root.data, root.len,
                                                kyso_now(), &read, &error));
    FAILS(KYSO_TRUST_LIST, kyso_trust_list_open(list.data, list.len, signer.data, signer.len,
                                                kyso_now() + 400LL * DAY, &read, &error));
    OK(kyso_trust_list_open(list.data, list.len, signer.data, signer.len, kyso_now(), &read,
                            &error));
    OK(kyso_trust_list_text(read, KYSO_TRUST_LIST_TERRITORY, &text, &error));
    CHECK(strcmp(text, "VN") == 0);
    OK(kyso_trust_list_sequence(read, &number, &error));
    CHECK(number == 7);
    OK(kyso_trust_list_signer(read, &data, &len, &error));
    CHECK(len > 100 && data[0] == 0x30);
    OK(kyso_trust_list_json(read, &json, &error));
    OK(kyso_buffer_text(json, &text, &error));
    CHECK(strstr(text, "\"providers\":[{") != NULL && strstr(text, "\"sequence\":7") != NULL);
    kyso_buffer_free(json);
    OK(kyso_trust_list_anchors(read, NULL, kyso_now(), &trust, &error));
    CHECK(judged(baseline(trust), NULL, document) == KYSO_CONCLUSION_PASSED);
    OK(kyso_trust_list_anchors(read, "http://uri.etsi.org/TrstSvc/Svctype/TSA", kyso_now(), &trust,
                               &error));
    CHECK(judged(baseline(trust), NULL, document) == KYSO_CONCLUSION_INDETERMINATE);
    kyso_trust_list_free(read);
    free(list.data), free(signer.data);
}

int main(int argc, char **argv) {
    kyso_credential *credential;
    kyso_signed *done;
    kyso_buffer *buffer = NULL;
    const uint8_t *data = NULL;
    bytes document;
    CHECK(argc == 2);
    folder = argv[1];
    root = read_file(folder, "root.pem"), cert = read_file(folder, "cert.pem");
    other = read_file(folder, "other.pem");
    credential = open_credential(folder);
    done = sign(credential, "sample.pdf");
    OK(kyso_signed_bytes(done, &buffer, &error));
    OK(kyso_buffer_data(buffer, &data, &document.len, &error));
    document.data = (uint8_t *)malloc(document.len);
    CHECK(document.data != NULL);
    memcpy(document.data, data, document.len);
    kyso_buffer_free(buffer);
    kyso_signed_free(done);
    kyso_credential_free(credential);
    terms(document);
    store(document);
    policies(document);
    paths();
    lists(document);
    free(document.data), free(root.data), free(cert.data), free(other.data);
    puts("all well");
    return 0;
}
