/* What a report says of one signature to the last byte, and what signing hands out besides.
   reports FOLDER TSA: keys and samples, sealed.pdf; FOLDER/served: those of the services. */
#include "check.h"

static const char *folder;

static kyso_document *open_document(const char *name) {
    char *path = joined(folder, name);
    kyso_document *document = NULL;
    OK(kyso_document_open(path, NULL, &document, &error));
    free(path);
    return document;
}

/* Bytes that come piece by piece. */
typedef struct {
    uint8_t data[1 << 20];
    size_t len;
    unsigned calls;
} pieces;

static uint32_t take(void *user, const uint8_t *data, size_t len) {
    pieces *all = (pieces *)user;
    CHECK(len > 0 && len <= sizeof all->data - all->len);
    memcpy(all->data + all->len, data, len);
    all->len += len;
    all->calls++;
    return 0;
}

static uint32_t refuse(void *user, const uint8_t *data, size_t len) {
    (void)data, (void)len;
    ++*(unsigned *)user;
    return 42;
}

static pieces all_pieces;

static void same(kyso_buffer *buffer, const pieces *all) {
    const uint8_t *data = NULL;
    size_t len = 0;
    OK(kyso_buffer_data(buffer, &data, &len, &error));
    CHECK(len == all->len && memcmp(data, all->data, len) == 0);
}

static int has(kyso_buffer *buffer, const char *wanted) {
    const char *text = NULL;
    int found;
    OK(kyso_buffer_text(buffer, &text, &error));
    found = strstr(text, wanted) != NULL;
    kyso_buffer_free(buffer);
    return found;
}

/* What a credential, a state and a signed document say of themselves. */
static void signing(kyso_credential *credential) {
    char *state = joined(folder, "state.bin");
    kyso_document *document = open_document("sample.pdf");
    kyso_signing *signing = NULL;
    kyso_prepared *prepared = NULL;
    kyso_signed *done = NULL;
    kyso_buffer *buffer = NULL;
    const uint8_t *data = NULL, *leaf = NULL;
    const char *text = NULL;
    size_t len = 0, leaf_len = 0, count = 0;
    uint64_t size = 0;
    uint32_t number = 0;
    unsigned calls = 0;
    int64_t from = 0, until = 0;
    OK(kyso_credential_time(credential, KYSO_CREDENTIAL_NOT_BEFORE, &from, &error));
    OK(kyso_credential_time(credential, KYSO_CREDENTIAL_NOT_AFTER, &until, &error));
    CHECK(from < kyso_now() && kyso_now() < until);
    FAILS(KYSO_INVALID_ARGUMENT, kyso_credential_time(credential, 1, &from, &error));
    OK(kyso_credential_chain_count(credential, &count, &error));
    CHECK(count >= 2);
    OK(kyso_credential_chain_certificate(credential, 0, &leaf, &leaf_len, &error));
    FAILS(KYSO_OUT_OF_RANGE,
          kyso_credential_chain_certificate(credential, count, &data, &len, &error));

    OK(kyso_signing_new(credential, &signing, &error));
    OK(kyso_prepare(document, signing, kyso_now(), &prepared, &error));
    OK(kyso_prepared_format(prepared, &number, &error));
    CHECK(number == KYSO_FORMAT_PDF);
    OK(kyso_prepared_id(prepared, &text, &error));
    CHECK(strcmp(text, "Signature1") == 0);
    OK(kyso_prepared_certificate(prepared, &buffer, &error));
    OK(kyso_buffer_data(buffer, &data, &len, &error));
    CHECK(len == leaf_len && memcmp(data, leaf, len) == 0);
    kyso_buffer_free(buffer);
    remove(state);
    OK(kyso_prepared_save(prepared, state, &error));
    FAILS(KYSO_ALREADY_EXISTS, kyso_prepared_save(prepared, state, &error));
    OK(kyso_prepared_save_replacing(prepared, state, &error));
    kyso_prepared_free(prepared);
    OK(kyso_prepared_open(state, &prepared, &error));
    kyso_prepared_free(prepared);
    remove(state);
    free(state);

    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    OK(kyso_signed_size(done, &size, &error));
    OK(kyso_signed_bytes(done, &buffer, &error));
    memset(&all_pieces, 0, sizeof all_pieces);
    OK(kyso_signed_write(done, take, &all_pieces, &error));
    CHECK(size == all_pieces.len && all_pieces.calls > 0);
    same(buffer, &all_pieces);
    kyso_buffer_free(buffer);
    FAILS(KYSO_IO, kyso_signed_write(done, refuse, &calls, &error));
    CHECK(calls == 1); /* who refused is not asked again */
    kyso_signed_free(done);
    kyso_signing_free(signing);
    kyso_document_free(document);
}

static kyso_report *report_on(kyso_verifier *verifier, const char *name, uint32_t wanted) {
    char *path = joined(folder, name);
    kyso_report *report = NULL;
    uint32_t conclusion = 0;
    OK(kyso_verify_file(verifier, path, kyso_now(), NULL, &report, &error));
    OK(kyso_report_conclusion(report, &conclusion, &error));
    CHECK(conclusion == wanted);
    free(path);
    return report;
}

/* Signed, filled in, and sealed: what changed, where it is seen, what it is made of. */
static void changes(kyso_verifier *verifier) {
    kyso_report *report = report_on(verifier, "sealed.pdf", KYSO_CONCLUSION_PASSED);
    kyso_buffer *buffer = NULL;
    const uint8_t *data = NULL;
    const char *text = NULL;
    size_t count = 0, omitted = 7, index, number = 0, len = 0;
    unsigned fields = 0, seals = 0;
    uint32_t allowed = 0, object = 0;
    uint64_t range[4] = {7, 0, 0, 0};
    double left = -1, bottom = -1, right = -1, top = -1;
    OK(kyso_report_etsi(report, "sealed.pdf", &buffer, &error));
    CHECK(has(buffer, "<ValidationReport"));
    OK(kyso_signature_change_count(report, 0, &count, &omitted, &error));
    CHECK(count >= 3 && omitted == 0);
    for (index = 0; index < count; index++) {
        OK(kyso_signature_change_allowed(report, 0, index, &allowed, &error));
        CHECK(allowed == 1);
        OK(kyso_signature_change_text(report, 0, index, KYSO_CHANGE_RULE, &text, &error));
        CHECK(text != NULL && *text != 0);
        OK(kyso_signature_change_text(report, 0, index, KYSO_CHANGE_KIND, &text, &error));
        fields += strcmp(text, "form-field") == 0;
        seals += strcmp(text, "signature") == 0;
        OK(kyso_signature_change_number(report, 0, index, KYSO_CHANGE_REVISION, &number, &error));
        CHECK(number == 3 || number == 4);
        OK(kyso_signature_change_number(report, 0, index, KYSO_CHANGE_OBJECTS_NAMED, &number,
                                        &error));
        CHECK(number > 0);
        OK(kyso_signature_change_object(report, 0, index, number - 1, &object, &error));
        CHECK(object > 0);
        FAILS(KYSO_OUT_OF_RANGE,
              kyso_signature_change_object(report, 0, index, number, &object, &error));
    }
    CHECK(fields == 2 && seals == 1);
    FAILS(KYSO_OUT_OF_RANGE, kyso_signature_change_allowed(report, 0, count, &allowed, &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_signature_change_text(report, 0, 0, 1, &text, &error));
    OK(kyso_signature_place(report, 0, &number, &left, &bottom, &right, &top, &error));
    CHECK(number == 1 && 0 <= left && left < right && 0 <= bottom && bottom < top);

    OK(kyso_signature_byte_range(report, 0, range, range + 1, range + 2, range + 3, &error));
    CHECK(range[0] == 0 && range[1] > 0 && range[2] > range[1] && range[3] > 0);
    OK(kyso_signature_value(report, 0, &data, &len, &error));
    CHECK(len > 60);
    OK(kyso_signature_digest_count(report, 0, &count, &error));
    CHECK(count == 1);
    OK(kyso_signature_digest(report, 0, 0, &data, &len, &error));
    CHECK(len == 32);
    OK(kyso_signature_chain_count(report, 0, &count, &error));
    CHECK(count == 3);
    OK(kyso_signature_chain_certificate(report, 0, 2, &data, &len, &error));
    CHECK(len > 100 && data[0] == 0x30);
    FAILS(KYSO_ABSENT, kyso_signature_token(report, 0, &data, &len, &error));
    OK(kyso_signature_text(report, 0, KYSO_SIGNATURE_SUB_FILTER, &text, &error));
    CHECK(strcmp(text, "ETSI.CAdES.detached") == 0);
    OK(kyso_signature_text(report, 0, KYSO_SIGNATURE_ISSUER_NAME, &text, &error));
    CHECK(text != NULL && strstr(text, "CN=") == NULL);
    OK(kyso_signature_text(report, 0, KYSO_SIGNATURE_TRUST_DOMAIN, &text, &error));
    CHECK(text == NULL);
    kyso_report_free(report);
}

/* What was signed, byte for byte: the revision of a PDF, the element of an XML document. */
static void parts(kyso_credential *credential, kyso_verifier *verifier) {
    char *path = joined(folder, "part.bin");
    bytes sealed = read_file(folder, "sealed.pdf"), saved;
    kyso_document *document = open_document("sealed.pdf");
    kyso_report *report = report_on(verifier, "sealed.pdf", KYSO_CONCLUSION_PASSED);
    kyso_signing *signing = NULL;
    kyso_signed *done = NULL;
    kyso_parts *parts = NULL;
    kyso_buffer *buffer = NULL;
    const uint8_t *data = NULL;
    size_t count = 0, reference = 7, len = 0;
    uint64_t range[4];
    uint32_t is_xml = 7;
    unsigned calls = 0;
    FAILS(KYSO_OUT_OF_RANGE, kyso_parts_new(verifier, document, report, 2, &parts, &error));
    OK(kyso_parts_new(verifier, document, report, 0, &parts, &error));
    OK(kyso_signature_byte_range(report, 0, range, range + 1, range + 2, range + 3, &error));
    kyso_report_free(report);
    kyso_document_free(document);
    OK(kyso_parts_count(parts, &count, &error));
    CHECK(count == 1);
    OK(kyso_parts_describe(parts, 0, &reference, &is_xml, &error));
    CHECK(reference == 0 && is_xml == 0);
    remove(path);
    OK(kyso_parts_save(parts, 0, path, &error));
    FAILS(KYSO_ALREADY_EXISTS, kyso_parts_save(parts, 0, path, &error));
    saved = read_file(folder, "part.bin");
    CHECK(saved.len == range[2] + range[3] && saved.len < sealed.len);
    CHECK(memcmp(saved.data, sealed.data, saved.len) == 0);
    memset(&all_pieces, 0, sizeof all_pieces);
    OK(kyso_parts_write(parts, 0, take, &all_pieces, &error));
    CHECK(all_pieces.len == saved.len && memcmp(all_pieces.data, saved.data, saved.len) == 0);
    FAILS(KYSO_IO, kyso_parts_write(parts, 0, refuse, &calls, &error));
    CHECK(calls == 1);
    FAILS(KYSO_OUT_OF_RANGE, kyso_parts_write(parts, 1, take, &all_pieces, &error));
    kyso_parts_free(parts);
    remove(path);

    document = open_document("sample.xml");
    OK(kyso_signing_new(credential, &signing, &error));
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    kyso_document_free(document);
    kyso_signing_free(signing);
    OK(kyso_signed_bytes(done, &buffer, &error));
    kyso_signed_free(done);
    OK(kyso_buffer_data(buffer, &data, &len, &error));
    OK(kyso_document_from_memory(data, len, NULL, &document, &error));
    kyso_buffer_free(buffer);
    OK(kyso_verify(verifier, document, kyso_now(), &report, &error));
    OK(kyso_signature_cover_json(report, 0, 0, &buffer, &error));
    CHECK(has(buffer, "\"path\":\"/\""));
    OK(kyso_parts_new(verifier, document, report, 0, &parts, &error));
    kyso_report_free(report);
    kyso_document_free(document);
    OK(kyso_parts_count(parts, &count, &error));
    CHECK(count >= 1);
    OK(kyso_parts_describe(parts, 0, &reference, &is_xml, &error));
    CHECK(reference == 1 && is_xml == 1);
    OK(kyso_parts_bytes(parts, 0, &buffer, &error));
    CHECK(has(buffer, "<"));
    kyso_parts_free(parts);
    free(path), free(sealed.data), free(saved.data);
}

/* What may be filled in is expected, and profiles are there to be read. */
static void profiles(void) {
    static const char own[] = "format = \"pdf\"\nname = \"own\"\nsigners = 1\n"
                              "[[field]]\nrole = \"number\"\nnames = [\"amount\"]\n"
                              "[[field]]\nrole = \"date\"\nnames = [\"note\"]\n";
    kyso_verifier *verifier = open_verifier(folder);
    kyso_report *report;
    kyso_buffer *buffer = NULL;
    const char *code = NULL, *facts = NULL, *number = NULL;
    size_t count = 0, index, signature;
    uint32_t severity = 0;
    OK(kyso_profile_names(KYSO_FORMAT_XML, &buffer, &error));
    CHECK(has(buffer, "einvoice-seller,einvoice-buyer"));
    OK(kyso_profile_names(KYSO_FORMAT_PDF, &buffer, &error));
    CHECK(has(buffer, "number-and-date"));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_profile_names(KYSO_OK, &buffer, &error));
    OK(kyso_profile_text("edxml", &buffer, &error));
    CHECK(has(buffer, "edxml"));
    OK(kyso_profile_text("number-and-date", &buffer, &error));
    CHECK(has(buffer, "format = \"pdf\""));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_profile_text("no-such", &buffer, &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_verifier_add_filling(verifier, "edxml", &error));
    FAILS(KYSO_PROFILE, kyso_verifier_add_filling_text(verifier, "no = profile", &error));

    /* Read by the names of these fields, nobody else signed over them. */
    OK(kyso_verifier_add_filling_text(verifier, own, &error));
    report = report_on(verifier, "sealed.pdf", KYSO_CONCLUSION_FAILED);
    for (signature = 0; signature < 2; signature++) {
        OK(kyso_signature_finding_count(report, signature, &count, &error));
        for (index = 0; index < count; index++) {
            OK(kyso_signature_finding(report, signature, index, &code, &severity, &facts, &error));
            if (strcmp(code, "number-and-date-filled") == 0) {
                OK(kyso_signature_finding_fact(report, signature, index, "number", &number,
                                               &error));
            }
        }
    }
    OK(kyso_report_finding_count(report, &count, &error));
    for (index = 0; index < count; index++) {
        OK(kyso_report_finding(report, index, &code, &severity, &facts, &error));
        if (strcmp(code, "number-and-date-filled") == 0) {
            OK(kyso_report_finding_fact(report, index, "number", &number, &error));
        }
    }
    CHECK(number != NULL && strcmp(number, "1234/QD") == 0);
    kyso_report_free(report);
    kyso_verifier_free(verifier);

    verifier = open_verifier(folder);
    OK(kyso_verifier_add_filling(verifier, "number-and-date", &error));
    kyso_report_free(report_on(verifier, "sealed.pdf", KYSO_CONCLUSION_FAILED));
    kyso_verifier_free(verifier);
}

static void stamps_of(kyso_report *report, unsigned wanted) {
    const uint8_t *data = NULL;
    const char *authority = NULL;
    size_t count = 0, index, len = 0;
    uint32_t kind = 0, proven = 0;
    int64_t time = 0;
    OK(kyso_signature_stamp_count(report, 0, &count, &error));
    CHECK(count == wanted);
    for (index = 0; index < count; index++) {
        OK(kyso_signature_stamp(report, 0, index, &kind, &time, &proven, &authority, &error));
        CHECK(kind == (index == 0 ? KYSO_STAMP_SIGNATURE : KYSO_STAMP_ARCHIVE));
        CHECK(proven == 1 && time <= kyso_now() + 5 && authority != NULL);
        OK(kyso_signature_stamp_token(report, 0, index, &data, &len, &error));
        CHECK(len > 100 && data[0] == 0x30);
    }
    FAILS(KYSO_OUT_OF_RANGE,
          kyso_signature_stamp(report, 0, count, &kind, &time, &proven, &authority, &error));
}

/* Services set up to the last knob, and the time-stamps that came of them. */
static void services(const char *url) {
    char *served = joined(folder, "served"), *cache = joined(folder, "cache");
    kyso_credential *credential = open_credential(served);
    kyso_verifier *verifier = open_verifier(served);
    kyso_network *network = NULL;
    kyso_tsa *tsa = NULL;
    kyso_revocation *revocation = NULL;
    kyso_cancellation *cancellation = NULL;
    kyso_signing *signing = NULL;
    kyso_document *document = NULL;
    kyso_signed *done = NULL;
    kyso_buffer *buffer = NULL;
    kyso_report *report = NULL;
    const uint8_t *data = NULL;
    size_t len = 0, i;
    uint32_t conclusion = 0;
    if (kyso_has_network()) {
        OK(kyso_network_new(&network, &error));
        OK(kyso_network_set_tries(network, 2, 50, 10000, &error));
        OK(kyso_network_set_parallel_calls(network, 2, &error));
        OK(kyso_network_without_proxies(network, &error));
        OK(kyso_tsa_new(network, url, &tsa, &error));
        OK(kyso_tsa_set_deadline(tsa, 20000, &error));
        OK(kyso_tsa_set_token_room(tsa, 20000, &error));
        FAILS(KYSO_INVALID_ARGUMENT, kyso_tsa_set_policy(tsa, "x", &error));
        OK(kyso_tsa_without_nonce(tsa, &error));
        OK(kyso_tsa_dangerous_set_login_in_clear(tsa, "a", "b", &error));
        OK(kyso_revocation_new(network, &revocation, &error));
        OK(kyso_revocation_set_keep(revocation, 60, 60, 60, 1, &error));
        OK(kyso_revocation_set_folder(revocation, cache, &error));
        OK(kyso_verifier_set_revocation(verifier, revocation, &error));
        OK(kyso_signing_new(credential, &signing, &error));
        OK(kyso_signing_set_level(signing, KYSO_LEVEL_LTA, tsa, revocation, &error));
        for (i = 0; i < 2; i++) {
            document = open_document(i == 0 ? "sample.xml" : "sample.pdf");
            OK(kyso_sign(document, signing, kyso_now(), &done, &error));
            kyso_document_free(document);
            OK(kyso_signed_bytes(done, &buffer, &error));
            kyso_signed_free(done);
            OK(kyso_buffer_data(buffer, &data, &len, &error));
            OK(kyso_verify_memory(verifier, data, len, kyso_now(), NULL, &report, &error));
            OK(kyso_report_conclusion(report, &conclusion, &error));
            CHECK(conclusion == KYSO_CONCLUSION_PASSED);
            stamps_of(report, i == 0 ? 2 : 1);
            if (i == 1) { /* the time-stamp of the document is a signature of its own */
                OK(kyso_signature_token(report, 1, &data, &len, &error));
                CHECK(len > 100 && data[0] == 0x30);
            }
            kyso_report_free(report);
            kyso_buffer_free(buffer);
        }
        /* Offline nobody is asked. */
        OK(kyso_revocation_forget(revocation, &error));
        OK(kyso_revocation_use_nonces(revocation, &error));
        OK(kyso_network_set_offline(network, &error));
        kyso_tsa_free(tsa);
        OK(kyso_tsa_new(network, url, &tsa, &error));
        OK(kyso_signing_set_level(signing, KYSO_LEVEL_T, tsa, NULL, &error));
        document = open_document("sample.pdf");
        FAILS(KYSO_TIMESTAMP, kyso_sign(document, signing, kyso_now(), &done, &error));
        FAILS(KYSO_SERVICE, kyso_network_fetch_trust_list(network, url, NULL, &buffer, &error));
        OK(kyso_cancellation_new(&cancellation, &error));
        OK(kyso_cancel(cancellation, &error));
        FAILS(KYSO_CANCELLED, kyso_network_fetch_trust_list(network, url, cancellation, &buffer,
                                                            &error));
        kyso_cancellation_free(cancellation);
        kyso_document_free(document);
        kyso_signing_free(signing);
        kyso_revocation_free(revocation);
        kyso_tsa_free(tsa);
        kyso_network_free(network);
    }
    kyso_verifier_free(verifier);
    kyso_credential_free(credential);
    free(served), free(cache);
}

int main(int argc, char **argv) {
    kyso_credential *credential;
    kyso_verifier *verifier;
    CHECK(argc == 3);
    folder = argv[1];
    credential = open_credential(folder);
    verifier = open_verifier(folder);
    signing(credential);
    changes(verifier);
    parts(credential, verifier);
    profiles();
    services(argv[2]);
    kyso_verifier_free(verifier);
    kyso_credential_free(credential);
    puts("all well");
    return 0;
}
