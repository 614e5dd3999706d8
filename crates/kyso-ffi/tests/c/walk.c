/* Everything that the library does, once, by a program that knows nothing but the header.
   walk FOLDER TSA-URL: the folder has keys and samples, and is written into. */
#include "check.h"

static const char *folder;

static uint32_t verdict(kyso_verifier *verifier, kyso_signed *done) {
    kyso_buffer *buffer = NULL;
    const uint8_t *data = NULL;
    size_t len = 0;
    uint32_t conclusion;
    OK(kyso_signed_bytes(done, &buffer, &error));
    OK(kyso_buffer_data(buffer, &data, &len, &error));
    conclusion = conclusion_of(verifier, data, len);
    kyso_buffer_free(buffer);
    return conclusion;
}

static kyso_document *open_document(const char *name) {
    char *path = joined(folder, name);
    kyso_document *document = NULL;
    OK(kyso_document_open(path, NULL, &document, &error));
    free(path);
    return document;
}

static void versions(void) {
    char composed[32];
    snprintf(composed, sizeof composed, "%d.%d.%d", KYSO_VERSION_MAJOR, KYSO_VERSION_MINOR,
             KYSO_VERSION_PATCH);
    CHECK(strcmp(composed, KYSO_VERSION) == 0);
    CHECK(strcmp(kyso_version(), KYSO_VERSION) == 0);
    CHECK(kyso_abi_version() == KYSO_ABI_VERSION);
    CHECK(kyso_now() > 1700000000);
}

static void errors(void) {
    kyso_document *untouched = (kyso_document *)&folder;
    kyso_document *document = untouched;
    kyso_error *error = NULL;
    uint64_t offset = 7;
    const uint8_t broken[] = "<a><b></a>";
    CHECK(kyso_document_open("/nowhere/at/all", NULL, &document, &error) == KYSO_NOT_FOUND);
    CHECK(document == untouched);
    CHECK(kyso_error_offset(error, &offset) == KYSO_ABSENT && offset == 7);
    kyso_error_free(error);
    CHECK(kyso_document_from_memory(broken, sizeof broken - 1, NULL, &document, &error)
          == KYSO_XML);
    CHECK(kyso_error_offset(error, &offset) == KYSO_OK && offset > 0 && offset < 11);
    CHECK(document == untouched);
    kyso_error_free(error);
    FAILS(KYSO_EMPTY, kyso_document_from_memory(broken, 0, NULL, &document, &error));
    FAILS(KYSO_UNKNOWN_FORMAT, kyso_document_from_memory(broken + 1, 5, NULL, &document, &error));
    /* Whoever does not want to know why need not be told. */
    CHECK(kyso_document_from_memory(broken, 0, NULL, &document, NULL) == KYSO_EMPTY);
    CHECK(kyso_error_code(NULL) == KYSO_OK && kyso_error_text(NULL) == NULL);
    kyso_error_free(NULL);
}

static void credentials(void) {
    bytes p12 = read_file(folder, "signer.p12"), key = read_file(folder, "key.pem");
    bytes cert = read_file(folder, "cert.pem"), root = read_file(folder, "root.pem");
    kyso_credential *credential = NULL;
    const char *text = NULL;
    FAILS(KYSO_WRONG_PASSPHRASE,
          kyso_credential_from_pkcs12(p12.data, p12.len, "other", &credential, &error));
    FAILS(KYSO_KEY_MALFORMED,
          kyso_credential_from_pkcs12(p12.data, p12.len / 2, "kyso", &credential, &error));
    FAILS(KYSO_KEY_MISMATCH, kyso_credential_from_pem(key.data, key.len, root.data, root.len, NULL,
                                                      &credential, &error));
    OK(kyso_credential_from_pem(key.data, key.len, cert.data, cert.len, NULL, &credential, &error));
    OK(kyso_credential_text(credential, KYSO_CREDENTIAL_ALGORITHMS, &text, &error));
    CHECK(strstr(text, "ecdsa-sha256") != NULL);
    FAILS(KYSO_INVALID_ARGUMENT, kyso_credential_text(credential, 1, &text, &error));
    kyso_credential_free(credential);
    free(p12.data), free(key.data), free(cert.data), free(root.data);
}

/* Seen as a profile says. */
static void profiled(kyso_document *document, kyso_signing *signing) {
    kyso_signed *done = NULL;
    kyso_buffer *names = NULL;
    OK(kyso_look_profile_names(&names, &error));
    kyso_buffer_free(names);
    FAILS(KYSO_INVALID_ARGUMENT, kyso_signing_set_visible_profile(signing, document, "none", NULL,
                                                                  NULL, NULL, 0, &error));
    FAILS(KYSO_PROFILE, kyso_signing_set_visible_profile(signing, document, "nd30-leader", NULL,
                                                         "Name", NULL, 0, &error));
    FAILS(KYSO_PROFILE, kyso_signing_set_visible_profile(signing, document, "nd30-attachment", NULL,
                                                         NULL, NULL, 0, &error));
    OK(kyso_signing_set_visible_profile(signing, document, "nd30-attachment", "number=215/CNS-VP",
                                        NULL, NULL, 0, &error));
    OK(kyso_preview(document, signing, kyso_now(), &names, &error));
    kyso_buffer_free(names);
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    kyso_signed_free(done);
}

/* Signs with a PDF's own options, and walks through the report. */
/* Seen on the first page, in a corner where it does not fit. */
static void shown(kyso_document *document, kyso_credential *credential) {
    kyso_look *look = NULL;
    kyso_signing *signing = NULL;
    kyso_signed *done = NULL;
    uint32_t moved = 0;
    OK(kyso_look_new(&look, &error));
    OK(kyso_signing_new(credential, &signing, &error));
    FAILS(KYSO_LOOK, kyso_look_set_picture(look, (const uint8_t *)"no picture", 10,
                                           KYSO_PICTURE_LEFT, &error));
    FAILS(KYSO_LOOK, kyso_look_set_font(look, (const uint8_t *)"no font", 7, &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_look_set_color(look, KYSO_OK, 0, &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_look_set_align(look, KYSO_OK, &error));
    OK(kyso_look_set_text(look, "{signer}\n{time}", &error));
    OK(kyso_look_set_utc_offset(look, 420, &error));
    OK(kyso_look_set_font_size(look, 9.0f, &error));
    OK(kyso_look_set_color(look, KYSO_LOOK_BORDER, 0x0030A0, &error));
    OK(kyso_look_set_align(look, KYSO_ALIGN_CENTER, &error));
    OK(kyso_look_set_qr(look, "{serial}", &error));
    OK(kyso_signing_set_visible_rect(signing, look, 0, -20.0f, 50.0f, 220.0f, 60.0f, &error));
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    OK(kyso_signed_look_moved(done, &moved, &error));
    CHECK(moved == 1);
    kyso_signed_free(done);
    profiled(document, signing);
    FAILS(KYSO_INVALID_ARGUMENT, kyso_signing_set_visible_corner(signing, look, 1, KYSO_OK, 10.0f,
                                                                 0.0f, 0.0f, &error));
    OK(kyso_signing_set_visible_corner(signing, look, 1, KYSO_CORNER_TOP_RIGHT, 20.0f, 0.0f, 0.0f,
                                       &error));
    kyso_look_free(look);
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    OK(kyso_signed_look_moved(done, &moved, &error));
    CHECK(moved == 0);
    kyso_signed_free(done);
    OK(kyso_signing_add_stamps(signing, 90, 91, &error));
    FAILS(KYSO_LOOK, kyso_sign(document, signing, kyso_now(), &done, &error));
    kyso_signing_free(signing);
}

static void pdf(kyso_credential *credential, kyso_verifier *verifier) {
    kyso_document *document = open_document("sample.pdf");
    char *out = joined(folder, "out.pdf");
    kyso_signing *signing = NULL;
    kyso_signed *done = NULL;
    kyso_report *report = NULL;
    kyso_buffer *json = NULL;
    const char *text = NULL, *facts = NULL;
    size_t count = 0, index;
    uint32_t number = 0, filled = 0;
    int64_t time = 0;
    OK(kyso_document_format(document, &number, &error));
    CHECK(number == KYSO_FORMAT_PDF);
    OK(kyso_signing_new(credential, &signing, &error));
    OK(kyso_signing_set_reason(signing, "\xC4\x90\xE1\xBB\x93ng \xC3\xBD", &error));
    OK(kyso_signing_set_location(signing, "Hu\xE1\xBA\xBF", &error));
    OK(kyso_signing_set_field(signing, "Leader", &error));
    FAILS(KYSO_NOT_UTF8, kyso_signing_set_contact(signing, "\xFF", &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_signing_set_form(signing, KYSO_OK, &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_sign(document, signing, INT64_MAX, &done, &error));
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    shown(document, credential);
    /* What was made of a handle needs it no more. */
    kyso_document_free(document);
    kyso_signing_free(signing);
    OK(kyso_signed_level(done, &number, &error));
    CHECK(number == KYSO_LEVEL_B);
    OK(kyso_signed_id(done, &text, &error));
    CHECK(strcmp(text, "Leader") == 0);
    OK(kyso_signed_save(done, out, &error));
    FAILS(KYSO_ALREADY_EXISTS, kyso_signed_save(done, out, &error));
    OK(kyso_signed_save_replacing(done, out, &error));
    kyso_signed_free(done);

    OK(kyso_verify_file(verifier, out, kyso_now(), NULL, &report, &error));
    OK(kyso_report_conclusion(report, &number, &error));
    CHECK(number == KYSO_CONCLUSION_PASSED && number != KYSO_OK);
    OK(kyso_report_signature_count(report, &count, &error));
    CHECK(count == 1);
    OK(kyso_signature_text(report, 0, KYSO_SIGNATURE_REASON, &text, &error));
    CHECK(strcmp(text, "\xC4\x90\xE1\xBB\x93ng \xC3\xBD") == 0);
    OK(kyso_signature_text(report, 0, KYSO_SIGNATURE_SUB_INDICATION, &text, &error));
    CHECK(text == NULL);
    OK(kyso_signature_code(report, 0, KYSO_SIGNATURE_COVERAGE, &number, &error));
    CHECK(number == KYSO_COVERAGE_WHOLE_FILE);
    OK(kyso_signature_time(report, 0, KYSO_SIGNATURE_NOT_AFTER, &time, &error));
    CHECK(time > kyso_now());
    FAILS(KYSO_ABSENT,
          kyso_signature_time(report, 0, KYSO_SIGNATURE_PROVEN_TIME, &time, &error));
    FAILS(KYSO_OUT_OF_RANGE, kyso_signature_text(report, 1, KYSO_SIGNATURE_ID, &text, &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_signature_text(report, 0, 1, &text, &error));
    OK(kyso_signature_finding_count(report, 0, &count, &error));
    for (index = 0; index < count; index++) {
        OK(kyso_signature_finding(report, 0, index, &text, &number, &facts, &error));
        CHECK(*text != 0 && number != KYSO_SEVERITY_ERROR && *facts == '{');
    }
    OK(kyso_report_json(report, "out.pdf", &json, &error));
    OK(kyso_buffer_text(json, &text, &error));
    CHECK(strstr(text, "\"conclusion\":\"passed\"") != NULL);
    kyso_buffer_free(json);
    kyso_report_free(report);

    document = open_document("out.pdf");
    OK(kyso_document_field_count(document, &count, &error));
    CHECK(count >= 1);
    OK(kyso_document_field(document, count - 1, &text, &number, &filled, &error));
    CHECK(strcmp(text, "Leader") == 0 && number == 1 && filled == 1);
    kyso_document_free(document);
    remove(out);
    free(out);
}

/* What is damaged fails, what is not signed is no success, and neither is an error. */
static void verdicts(kyso_credential *credential, kyso_verifier *verifier) {
    bytes sample = read_file(folder, "sample.pdf");
    kyso_document *document = NULL;
    kyso_signing *signing = NULL;
    kyso_signed *done = NULL;
    kyso_buffer *buffer = NULL;
    const uint8_t *data = NULL;
    uint8_t *forged;
    size_t len = 0;
    uint32_t repaired = 0;
    CHECK(conclusion_of(verifier, sample.data, sample.len) == KYSO_CONCLUSION_UNSIGNED);
    /* Without its end it opens repaired, and not otherwise. */
    len = sample.len - 30;
    FAILS(KYSO_PDF, kyso_document_from_memory(sample.data, len, NULL, &document, &error));
    OK(kyso_document_from_memory_repaired(sample.data, len, NULL, &document, &error));
    OK(kyso_document_is_repaired(document, &repaired, &error));
    CHECK(repaired == 1);
    OK(kyso_signing_new(credential, &signing, &error));
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    CHECK(verdict(verifier, done) == KYSO_CONCLUSION_PASSED);
    kyso_signed_free(done);
    kyso_signing_free(signing);
    kyso_document_free(document);
    FAILS(KYSO_NOT_FOUND, kyso_document_open_repaired("/nowhere", NULL, &document, &error));
    OK(kyso_document_from_memory(sample.data, sample.len, NULL, &document, &error));
    memset(sample.data, 0, sample.len); /* it was copied */
    free(sample.data);
    OK(kyso_signing_new(credential, &signing, &error));
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    OK(kyso_signed_bytes(done, &buffer, &error));
    OK(kyso_buffer_data(buffer, &data, &len, &error));
    CHECK(conclusion_of(verifier, data, len) == KYSO_CONCLUSION_PASSED);
    forged = (uint8_t *)malloc(len);
    CHECK(forged != NULL);
    memcpy(forged, data, len);
    forged[sample.len / 2] ^= 1;
    CHECK(conclusion_of(verifier, forged, len) == KYSO_CONCLUSION_FAILED);
    /* Damaged in its structure, it is a failed one and no unreadable file. */
    CHECK(conclusion_of(verifier, data, len / 2) != KYSO_CONCLUSION_PASSED);
    free(forged);
    kyso_buffer_free(buffer);
    kyso_signed_free(done);
    kyso_signing_free(signing);
    kyso_document_free(document);
}

static void xml(kyso_credential *credential, kyso_verifier *verifier) {
    kyso_document *document = open_document("sample.xml");
    kyso_signing *signing = NULL;
    kyso_signed *done = NULL;
    kyso_report *report = NULL;
    kyso_buffer *buffer = NULL;
    const uint8_t *data = NULL;
    const char *uri = NULL, *path = NULL, *role = NULL;
    size_t len = 0, count = 0;
    uint32_t number = 0;
    OK(kyso_signing_new(credential, &signing, &error));
    OK(kyso_signing_add_role(signing, "Gi\xC3\xA1m \xC4\x91\xE1\xBB\x91" "c", &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_signing_set_profile(signing, "no-such", &error));
    FAILS(KYSO_PROFILE, kyso_signing_set_profile_text(signing, "no = profile", &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_signing_set_element(signing, "//", &error));
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    OK(kyso_signed_bytes(done, &buffer, &error));
    OK(kyso_buffer_data(buffer, &data, &len, &error));
    OK(kyso_verify_memory(verifier, data, len, kyso_now(), NULL, &report, &error));
    OK(kyso_report_conclusion(report, &number, &error));
    CHECK(number == KYSO_CONCLUSION_PASSED);
    OK(kyso_signature_role_count(report, 0, &count, &error));
    CHECK(count == 1);
    OK(kyso_signature_role(report, 0, 0, &role, &error));
    CHECK(strcmp(role, "Gi\xC3\xA1m \xC4\x91\xE1\xBB\x91" "c") == 0);
    OK(kyso_signature_cover_count(report, 0, &count, &error));
    CHECK(count >= 1);
    OK(kyso_signature_cover(report, 0, 0, &uri, &path, &number, &error));
    CHECK(strcmp(uri, "") == 0 && strcmp(path, "/") == 0);
    kyso_report_free(report);
    OK(kyso_verifier_expect_element(verifier, "/no-such-element", &error));
    CHECK(conclusion_of(verifier, data, len) == KYSO_CONCLUSION_FAILED);
    kyso_buffer_free(buffer);
    kyso_signed_free(done);

    OK(kyso_signing_set_reason(signing, "of PDF alone", &error));
    FAILS(KYSO_MISPLACED, kyso_sign(document, signing, kyso_now(), &done, &error));
    kyso_signing_free(signing);
    kyso_document_free(document);
}

static int says(kyso_report *report, const char *role, const char *field,
                kyso_credential *credential, const char *wanted) {
    kyso_buffer *json = NULL;
    const char *text = NULL;
    int found;
    OK(kyso_report_role_breaches(report, role, field, NULL, credential, &json, &error));
    OK(kyso_buffer_text(json, &text, &error));
    found = strstr(text, wanted) != NULL;
    kyso_buffer_free(json);
    return found;
}

/* The leader, and what then speaks against whose signature. */
static void roles(kyso_credential *credential, kyso_verifier *verifier) {
    kyso_document *document = open_document("sample.pdf");
    kyso_signing *signing = NULL;
    kyso_signed *done = NULL;
    kyso_report *report = NULL;
    kyso_buffer *buffer = NULL, *json = NULL;
    const uint8_t *data = NULL;
    const char *text = NULL;
    size_t len = 0;
    OK(kyso_verify(verifier, document, kyso_now(), &report, &error));
    CHECK(says(report, "agency", NULL, NULL, "\"no-leader\""));
    CHECK(says(report, "leader", NULL, NULL, "[]"));
    FAILS(KYSO_INVALID_ARGUMENT,
          kyso_report_role_breaches(report, "boss", NULL, NULL, NULL, &json, &error));
    kyso_report_free(report);
    OK(kyso_signing_new(credential, &signing, &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_signing_set_office_role(signing, "boss", &error));
    OK(kyso_signing_set_office_role(signing, "leader", &error));
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    OK(kyso_signed_bytes(done, &buffer, &error));
    OK(kyso_buffer_data(buffer, &data, &len, &error));
    OK(kyso_verify_memory(verifier, data, len, kyso_now(), NULL, &report, &error));
    OK(kyso_signature_text(report, 0, KYSO_SIGNATURE_ROLE, &text, &error));
    CHECK(strcmp(text, "leader") == 0);
    CHECK(says(report, "agency", NULL, NULL, "[]"));
    CHECK(says(report, "agency", "Leader", NULL, "[]"));
    CHECK(says(report, "agency", "Nobody", NULL, "\"no-such-leader\""));
    CHECK(says(report, "agency", NULL, credential, "\"same-person\""));
    kyso_report_free(report);
    kyso_buffer_free(buffer);
    kyso_signed_free(done);
    kyso_signing_free(signing);
    kyso_document_free(document);
}

/* A key of the caller's own: OpenSSL signs the digest. */
static int asked, freed;

static uint32_t openssl_signs(void *user, const char *algorithm, const uint8_t *message,
                              size_t message_len, const uint8_t *digest, size_t digest_len,
                              kyso_reply *reply) {
    char command[4096];
    FILE *file;
    bytes value;
    char *path = joined(folder, "digest.bin");
    CHECK(user == &asked && message != NULL && message_len > 0);
    CHECK(strcmp(algorithm, "ecdsa-sha256") == 0 && digest_len == 32);
    asked++;
    file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(digest, 1, digest_len, file) == digest_len);
    fclose(file);
    snprintf(command, sizeof command,
             "openssl pkeyutl -sign -inkey '%s/key.pem' -in '%s' -out '%s/value.bin'", folder, path,
             folder);
    CHECK(system(command) == 0);
    value = read_file(folder, "value.bin");
    OK(kyso_reply_set(reply, value.data, value.len, &error));
    free(value.data);
    free(path);
    return 0;
}

static uint32_t refuses(void *user, const char *algorithm, const uint8_t *message,
                        size_t message_len, const uint8_t *digest, size_t digest_len,
                        kyso_reply *reply) {
    (void)user, (void)algorithm, (void)message, (void)message_len, (void)digest, (void)digest_len;
    OK(kyso_reply_explain(reply, "the token was pulled out", &error));
    return 42;
}

static void count_freed(void *user) {
    (void)user;
    freed++;
}

static void callbacks(kyso_verifier *verifier) {
    bytes cert = read_file(folder, "cert.pem");
    kyso_document *document = open_document("sample.pdf");
    kyso_credential *credential = NULL;
    kyso_signing *signing = NULL;
    kyso_signed *done = NULL;
    kyso_error *error = NULL;
    OK(kyso_credential_from_callback(cert.data, cert.len, "ecdsa-sha256", openssl_signs, &asked,
                                     count_freed, &credential, &error));
    OK(kyso_signing_new(credential, &signing, &error));
    kyso_credential_free(credential);
    CHECK(freed == 0);
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    CHECK(asked == 1 && verdict(verifier, done) == KYSO_CONCLUSION_PASSED);
    kyso_signed_free(done);
    kyso_signing_free(signing);
    CHECK(freed == 1);

    OK(kyso_credential_from_callback(cert.data, cert.len, "ecdsa-sha256", refuses, NULL, NULL,
                                     &credential, &error));
    OK(kyso_signing_new(credential, &signing, &error));
    CHECK(kyso_sign(document, signing, kyso_now(), &done, &error) == KYSO_KEY_REFUSED);
    CHECK(strstr(kyso_error_text(error), "42: the token was pulled out") != NULL);
    kyso_error_free(error);
    kyso_signing_free(signing);
    kyso_credential_free(credential);
    FAILS(KYSO_INVALID_ARGUMENT,
          kyso_credential_from_callback(cert.data, cert.len, "rot13", refuses, NULL, count_freed,
                                        &credential, &error));
    CHECK(freed == 2);
    kyso_document_free(document);
    free(cert.data);
}

/* Prepared here, signed elsewhere, completed from the bytes of the state. */
static void two_phases(const char *name, kyso_verifier *verifier) {
    bytes cert = read_file(folder, "cert.pem"), value;
    kyso_document *document = open_document(name);
    kyso_signing *signing = NULL;
    kyso_prepared *prepared = NULL;
    kyso_signed *done = NULL;
    kyso_buffer *state = NULL;
    const uint8_t *data = NULL;
    const char *text = NULL;
    size_t len = 0;
    char command[4096];
    FILE *file;
    char *path = joined(folder, "digest.bin");
    OK(kyso_signing_new_external(cert.data, cert.len, "ecdsa-sha256", &signing, &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_sign(document, signing, kyso_now(), &done, &error));
    OK(kyso_prepare(document, signing, kyso_now(), &prepared, &error));
    OK(kyso_prepared_bytes(prepared, &state, &error));
    kyso_prepared_free(prepared);
    kyso_document_free(document);

    OK(kyso_buffer_data(state, &data, &len, &error));
    OK(kyso_prepared_from_memory(data, len, &prepared, &error));
    OK(kyso_prepared_algorithm(prepared, &text, &error));
    CHECK(strcmp(text, "ecdsa-sha256") == 0);
    OK(kyso_prepared_digest(prepared, &data, &len, &error));
    file = fopen(path, "wb");
    CHECK(file != NULL && fwrite(data, 1, len, file) == len);
    fclose(file);
    snprintf(command, sizeof command,
             "openssl pkeyutl -sign -inkey '%s/key.pem' -in '%s' -out '%s/value.bin'", folder, path,
             folder);
    CHECK(system(command) == 0);
    value = read_file(folder, "value.bin");
    OK(kyso_complete(prepared, value.data, value.len, NULL, kyso_now(), &done, &error));
    CHECK(verdict(verifier, done) == KYSO_CONCLUSION_PASSED);
    kyso_signed_free(done);
    FAILS(KYSO_USED_UP,
          kyso_complete(prepared, value.data, value.len, NULL, kyso_now(), &done, &error));
    FAILS(KYSO_USED_UP, kyso_prepared_message(prepared, &data, &len, &error));
    kyso_prepared_free(prepared);

    /* A value of something else never leaves as a signed document. */
    OK(kyso_buffer_data(state, &data, &len, &error));
    OK(kyso_prepared_from_memory(data, len, &prepared, &error));
    value.data[value.len - 1] ^= 1;
    FAILS(KYSO_VALUE_MISMATCH,
          kyso_complete(prepared, value.data, value.len, NULL, kyso_now(), &done, &error));
    kyso_prepared_free(prepared);
    FAILS(KYSO_STATE_INVALID, kyso_prepared_from_memory(data, len - 1, &prepared, &error));
    kyso_buffer_free(state);
    kyso_signing_free(signing);
    free(cert.data), free(value.data), free(path);
}

/* Every level, at signing and later. */
static void levels(const char *url) {
    static const uint32_t all[] = {KYSO_LEVEL_T, KYSO_LEVEL_LT, KYSO_LEVEL_LTA};
    char *served = joined(folder, "served");
    kyso_credential *credential = open_credential(served);
    kyso_verifier *verifier = open_verifier(served);
    kyso_network *network = NULL;
    kyso_tsa *tsa = NULL;
    kyso_revocation *revocation = NULL;
    kyso_signing *signing = NULL;
    kyso_extension *extension = NULL;
    kyso_signed *done = NULL;
    kyso_buffer *buffer = NULL;
    kyso_document *document = NULL;
    kyso_evidence *evidence = NULL;
    const uint8_t *data = NULL;
    size_t len = 0, count = 0, i;
    uint32_t level = 0;
    if (!kyso_has_network()) {
        FAILS(KYSO_UNSUPPORTED, kyso_network_new(&network, &error));
        kyso_verifier_free(verifier);
        kyso_credential_free(credential);
        free(served);
        return;
    }
    OK(kyso_network_new(&network, &error));
    OK(kyso_network_set_deadlines(network, 20000, 20000, &error));
    FAILS(KYSO_SERVICE_CONFIG, kyso_tsa_new(network, "gopher://nowhere", &tsa, &error));
    OK(kyso_tsa_new(network, url, &tsa, &error));
    OK(kyso_tsa_set_digest(tsa, "sha384", &error));
    OK(kyso_revocation_new(network, &revocation, &error));
    OK(kyso_verifier_set_revocation(verifier, revocation, &error));
    OK(kyso_signing_new(credential, &signing, &error));
    FAILS(KYSO_NULL_POINTER, kyso_signing_set_level(signing, KYSO_LEVEL_T, NULL, NULL, &error));
    FAILS(KYSO_NULL_POINTER, kyso_signing_set_level(signing, KYSO_LEVEL_LT, tsa, NULL, &error));
    for (i = 0; i < 6; i++) {
        document = open_document(i < 3 ? "sample.pdf" : "sample.xml");
        OK(kyso_signing_set_level(signing, all[i % 3], tsa, revocation, &error));
        OK(kyso_sign(document, signing, kyso_now(), &done, &error));
        OK(kyso_signed_level(done, &level, &error));
        CHECK(level == all[i % 3]);
        CHECK(verdict(verifier, done) == KYSO_CONCLUSION_PASSED);
        kyso_signed_free(done);
        kyso_document_free(document);
    }
    for (i = 0; i < 2; i++) {
        document = open_document(i == 0 ? "sample.pdf" : "sample.xml");
        OK(kyso_signing_set_level(signing, KYSO_LEVEL_B, NULL, NULL, &error));
        OK(kyso_sign(document, signing, kyso_now(), &done, &error));
        kyso_document_free(document);
        OK(kyso_signed_bytes(done, &buffer, &error));
        kyso_signed_free(done);
        OK(kyso_buffer_data(buffer, &data, &len, &error));
        OK(kyso_document_from_memory(data, len, NULL, &document, &error));
        kyso_buffer_free(buffer);
        OK(kyso_extension_new(KYSO_LEVEL_LTA, tsa, revocation, &extension, &error));
        OK(kyso_extend(document, extension, kyso_now(), &done, &error));
        OK(kyso_signed_level(done, &level, &error));
        CHECK(level == KYSO_LEVEL_LTA);
        CHECK(verdict(verifier, done) == KYSO_CONCLUSION_PASSED);
        OK(kyso_signed_evidence(done, &evidence, &error));
        OK(kyso_evidence_count(evidence, KYSO_FETCH_CERTIFICATES, &count, &error));
        CHECK(count > 0);
        OK(kyso_evidence_piece(evidence, KYSO_FETCH_CERTIFICATES, 0, &data, &len, &error));
        CHECK(len > 0 && data[0] == 0x30);
        kyso_evidence_free(evidence);
        kyso_signed_free(done);
        kyso_extension_free(extension);
        kyso_document_free(document);
    }
    document = open_document("sample.pdf");
    OK(kyso_timestamp(document, tsa, NULL, &done, &error));
    FAILS(KYSO_ABSENT, kyso_signed_level(done, &level, &error));
    kyso_signed_free(done);
    kyso_document_free(document);
    kyso_signing_free(signing);
    kyso_revocation_free(revocation);
    kyso_tsa_free(tsa);
    kyso_network_free(network);
    kyso_verifier_free(verifier);
    kyso_credential_free(credential);
    free(served);
}

/* Batches: told of each, one failure stops nothing, and stopped when told so. */
static size_t told;

static uint32_t tell(void *user, size_t done, size_t total, size_t index, uint32_t code,
                     const char *text) {
    CHECK(user == &told && done == told + 1 && total == 20 && index < total);
    CHECK((code == KYSO_OK) == (*text == 0));
    told = done;
    return 0;
}

static uint32_t stop_at_five(void *user, size_t done, size_t total, size_t index, uint32_t code,
                             const char *text) {
    (void)user, (void)total, (void)index, (void)code, (void)text;
    return done == 5;
}

static void batches(kyso_credential *credential, kyso_verifier *verifier) {
    char *pdf = joined(folder, "sample.pdf"), *xml = joined(folder, "sample.xml"), *out;
    kyso_signing *signing = NULL;
    kyso_batch *batch = NULL, *outcome = NULL;
    kyso_cancellation *cancellation = NULL;
    const kyso_report *report = NULL;
    const char *text = NULL;
    char name[32];
    size_t failed = 0, count = 0, i, absent = 0;
    uint32_t code = 0;
    OK(kyso_signing_new(credential, &signing, &error));
    OK(kyso_batch_new(&batch, &error));
    OK(kyso_batch_new(&outcome, &error));
    for (i = 0; i < 20; i++) {
        snprintf(name, sizeof name, "batch-%u.out", (unsigned)i);
        out = joined(folder, name);
        remove(out);
        OK(kyso_batch_add(batch, i == 7 ? "/nowhere" : i % 2 ? pdf : xml, out, &error));
        if (i != 7) {
            OK(kyso_batch_add(outcome, out, NULL, &error));
        }
        free(out);
    }
    OK(kyso_batch_sign(batch, signing, kyso_now(), 4, NULL, tell, &told, &failed, &error));
    CHECK(told == 20 && failed == 1);
    OK(kyso_batch_code(batch, 7, &code, &text, &error));
    CHECK(code == KYSO_NOT_FOUND && text != NULL);
    OK(kyso_batch_code(batch, 8, &code, &text, &error));
    CHECK(code == KYSO_OK && text == NULL);
    OK(kyso_batch_verify(outcome, verifier, kyso_now(), 2, NULL, NULL, NULL, &failed, &error));
    OK(kyso_batch_count(outcome, &count, &error));
    CHECK(failed == 0 && count == 19);
    for (i = 0; i < count; i++) {
        OK(kyso_batch_conclusion(outcome, i, &code, &error));
        CHECK(code == KYSO_CONCLUSION_PASSED);
        OK(kyso_batch_report(outcome, i, &report, &error));
        CHECK(report != NULL);
    }
    FAILS(KYSO_CANCELLED, kyso_batch_verify(outcome, verifier, kyso_now(), 1, NULL, stop_at_five,
                                            NULL, &failed, &error));
    for (i = 0; i < count; i++) {
        OK(kyso_batch_code(outcome, i, &code, &text, &error));
        absent += code == KYSO_ABSENT;
    }
    CHECK(absent == 14);
    OK(kyso_cancellation_new(&cancellation, &error));
    OK(kyso_cancel(cancellation, &error));
    FAILS(KYSO_CANCELLED, kyso_batch_verify(outcome, verifier, kyso_now(), 1, cancellation, NULL,
                                            NULL, &failed, &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_batch_verify(outcome, verifier, kyso_now(), 0, NULL, NULL,
                                                   NULL, &failed, &error));
    kyso_cancellation_free(cancellation);
    for (i = 0; i < 20; i++) {
        snprintf(name, sizeof name, "batch-%u.out", (unsigned)i);
        out = joined(folder, name);
        remove(out);
        free(out);
    }
    kyso_batch_free(batch);
    kyso_batch_free(outcome);
    kyso_signing_free(signing);
    free(pdf), free(xml);
}

/* An encrypted PDF, opened as its user and as its owner, from a path and from memory. */
static void encrypted(kyso_credential *credential, kyso_verifier *verifier) {
    char *path = joined(folder, "encrypted.pdf"), *signed_path = joined(folder, "closed.pdf");
    bytes whole = read_file(folder, "encrypted.pdf");
    kyso_document *document = NULL;
    kyso_signing *signing = NULL;
    kyso_prepared *prepared = NULL;
    kyso_signed *done = NULL;
    kyso_report *report = NULL;
    uint32_t conclusion = 0;
    FAILS(KYSO_PASSWORD_NEEDED, kyso_document_open(path, NULL, &document, &error));
    FAILS(KYSO_WRONG_PASSWORD,
          kyso_document_open_encrypted(path, "x", 0, NULL, &document, &error));
    FAILS(KYSO_PASSWORD_NEEDED,
          kyso_document_open_encrypted(path, NULL, 0, NULL, &document, &error));
    OK(kyso_document_open_encrypted(path, "owner", 0, NULL, &document, &error));
    OK(kyso_signing_new(credential, &signing, &error));
    OK(kyso_prepare(document, signing, kyso_now(), &prepared, &error));
    OK(kyso_prepared_set_password(prepared, "owner", &error));
    kyso_prepared_free(prepared);
    kyso_document_free(document);
    OK(kyso_document_from_memory_encrypted(whole.data, whole.len, "user", 1, NULL, &document,
                                           &error));
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    OK(kyso_signed_save_replacing(done, signed_path, &error));
    FAILS(KYSO_PASSWORD_NEEDED,
          kyso_verify_file(verifier, signed_path, kyso_now(), NULL, &report, &error));
    OK(kyso_verifier_set_password(verifier, "user", &error));
    OK(kyso_verify_file(verifier, signed_path, kyso_now(), NULL, &report, &error));
    OK(kyso_report_conclusion(report, &conclusion, &error));
    CHECK(conclusion == KYSO_CONCLUSION_PASSED);
    kyso_report_free(report);
    kyso_document_free(document);
    OK(kyso_document_open_encrypted(signed_path, "owner", 0, NULL, &document, &error));
    OK(kyso_verify(verifier, document, kyso_now(), &report, &error));
    OK(kyso_report_conclusion(report, &conclusion, &error));
    CHECK(conclusion == KYSO_CONCLUSION_PASSED);
    kyso_report_free(report);
    kyso_signed_free(done);
    kyso_signing_free(signing);
    kyso_document_free(document);
    free(path), free(signed_path), free(whole.data);
}

/* What was cancelled does nothing any more. */
static void cancelled(kyso_credential *credential, kyso_verifier *verifier) {
    char *path = joined(folder, "sample.pdf");
    kyso_cancellation *cancellation = NULL;
    kyso_document *document = NULL;
    kyso_signing *signing = NULL;
    kyso_signed *done = NULL;
    kyso_report *report = NULL;
    OK(kyso_cancellation_new(&cancellation, &error));
    OK(kyso_document_open(path, cancellation, &document, &error));
    OK(kyso_signing_new(credential, &signing, &error));
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    kyso_signed_free(done);
    OK(kyso_cancel(cancellation, &error));
    FAILS(KYSO_CANCELLED, kyso_sign(document, signing, kyso_now(), &done, &error));
    FAILS(KYSO_CANCELLED, kyso_verify(verifier, document, kyso_now(), &report, &error));
    FAILS(KYSO_CANCELLED,
          kyso_verify_file(verifier, path, kyso_now(), cancellation, &report, &error));
    kyso_cancellation_free(cancellation);
    kyso_signing_free(signing);
    kyso_document_free(document);
    free(path);
}

/* The log: calls by name, codes and texts. */
static unsigned logged, warned;

static void write_log(void *user, uint32_t severity, const char *function, uint32_t code,
                      const char *text, uint64_t microseconds) {
    CHECK(user == &logged && strncmp(function, "kyso_", 5) == 0);
    CHECK((code == KYSO_OK) == (*text == 0));
    CHECK(microseconds < 1000000000);
    logged++;
    warned += severity == KYSO_SEVERITY_WARNING;
}

static void log_calls(void) {
    kyso_trust *trust = NULL;
    int before = freed;
    OK(kyso_set_log(write_log, &logged, count_freed, &error));
    OK(kyso_trust_new(&trust, &error));
    FAILS(KYSO_NOT_FOUND, kyso_trust_add_file(trust, "/nowhere", &error));
    OK(kyso_set_log(NULL, NULL, NULL, &error));
    CHECK(logged >= 2 && warned == 1 && freed == before + 1);
    kyso_trust_free(trust);
    CHECK(warned == 1);
}

/* Adds a field, lists it, and signs in it; then nothing more may be signed. */
static void fields(kyso_credential *credential) {
    kyso_document *document = open_document("sample.pdf");
    kyso_signing *signing = NULL;
    kyso_signed *done = NULL;
    kyso_buffer *buffer = NULL;
    const uint8_t *data = NULL;
    size_t len = 0;
    FAILS(KYSO_FIELD, kyso_document_add_signature_field(document, "Ready", 99, 0, 0, 0, 0, NULL, 0,
                                                        &done, &error));
    FAILS(KYSO_INVALID_ARGUMENT,
          kyso_document_add_signature_field(document, "Ready", 1, 0, 0, 0, 0, "some", 0, &done,
                                            &error));
    FAILS(KYSO_FIELD, kyso_document_add_text_field(document, "so", 1, 100, 700, 200, 720, 0, &done,
                                                   &error));
    OK(kyso_document_add_text_field(document, "so", 1, 100, 700, 200, 720, 13, &done, &error));
    kyso_document_free(document);
    OK(kyso_signed_bytes(done, &buffer, &error));
    kyso_signed_free(done);
    OK(kyso_buffer_data(buffer, &data, &len, &error));
    OK(kyso_document_from_memory(data, len, NULL, &document, &error));
    kyso_buffer_free(buffer);
    OK(kyso_document_add_signature_field(document, "Ready", 1, 300, 100, 500, 150, "all",
                                         KYSO_PERMITS_FORMS, &done, &error));
    kyso_document_free(document);
    OK(kyso_signed_bytes(done, &buffer, &error));
    kyso_signed_free(done);
    OK(kyso_buffer_data(buffer, &data, &len, &error));
    OK(kyso_document_from_memory(data, len, NULL, &document, &error));
    kyso_buffer_free(buffer);
    OK(kyso_document_find_text(document, "no such text", 0, 0, &buffer, &error));
    OK(kyso_buffer_data(buffer, &data, &len, &error));
    CHECK(strstr((const char *)data, "\"matches\":[]") != NULL);
    kyso_buffer_free(buffer);
    OK(kyso_document_page_text(document, 1, &buffer, &error));
    OK(kyso_buffer_data(buffer, &data, &len, &error));
    CHECK(strstr((const char *)data, "\"lines\":[") != NULL);
    kyso_buffer_free(buffer);
    FAILS(KYSO_FIELD, kyso_document_page_text(document, 0, &buffer, &error));
    FAILS(KYSO_ABSENT, kyso_document_place_at_text(document, "no such text", 0, 0, KYSO_SIDE_ABOVE, 0, 0, &buffer, &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_document_place_at_text(document, "a", 0, 0, 0, 0, 0, &buffer, &error));
    OK(kyso_document_signature_fields(document, &buffer, &error));
    OK(kyso_buffer_data(buffer, &data, &len, &error));
    CHECK(strstr((const char *)data, "\"name\":\"Ready\"") != NULL);
    CHECK(strstr((const char *)data, "\"signed\":null") != NULL);
    kyso_buffer_free(buffer);
    OK(kyso_signing_new(credential, &signing, &error));
    FAILS(KYSO_INVALID_ARGUMENT, kyso_signing_set_certify(signing, 0, &error));
    OK(kyso_signing_set_certify(signing, KYSO_PERMITS_NONE, &error));
    OK(kyso_signing_set_lock(signing, "include:Ready", 0, &error));
    FAILS(KYSO_SIGNED_BEFORE, kyso_sign(document, signing, kyso_now(), &done, &error));
    OK(kyso_signing_set_lock(signing, NULL, 0, &error));
    OK(kyso_signing_fill(signing, "so", "215", &error));
    OK(kyso_sign(document, signing, kyso_now(), &done, &error));
    kyso_document_free(document);
    OK(kyso_signed_bytes(done, &buffer, &error));
    kyso_signed_free(done);
    OK(kyso_buffer_data(buffer, &data, &len, &error));
    OK(kyso_document_from_memory(data, len, NULL, &document, &error));
    kyso_buffer_free(buffer);
    OK(kyso_signing_set_new_field(signing, NULL, &error));
    FAILS(KYSO_CERTIFICATION_FORBIDS, kyso_sign(document, signing, kyso_now(), &done, &error));
    FAILS(KYSO_SIGNED_BEFORE, kyso_document_add_signature_field(document, "More", 1, 0, 0, 0, 0,
                                                                NULL, 0, &done, &error));
    kyso_signing_free(signing);
    kyso_document_free(document);
}

int main(int argc, char **argv) {
    kyso_credential *credential;
    kyso_verifier *verifier;
    CHECK(argc == 3);
    folder = argv[1];
    credential = open_credential(folder);
    verifier = open_verifier(folder);
    versions();
    errors();
    credentials();
    pdf(credential, verifier);
    verdicts(credential, verifier);
    fields(credential);
    roles(credential, verifier);
    callbacks(verifier);
    two_phases("sample.pdf", verifier);
    two_phases("sample.xml", verifier);
    batches(credential, verifier);
    cancelled(credential, verifier);
    encrypted(credential, verifier);
    log_calls();
    levels(argv[2]);
    xml(credential, verifier); /* last: the verifier expects an element from then on */
    kyso_verifier_free(verifier);
    kyso_credential_free(credential);
    puts("all well");
    return 0;
}
