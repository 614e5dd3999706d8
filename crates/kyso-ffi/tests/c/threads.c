/* Sixteen threads that sign and verify with the same handles.
   threads FOLDER DOCUMENTS: so many documents altogether. */
#include <pthread.h>

#include "check.h"

#define THREADS 16

static kyso_credential *credential;
static kyso_signing *signing;
static kyso_verifier *verifier;
static bytes samples[2];
static size_t each;

static void *work(void *number) {
    size_t me = *(size_t *)number, i;
    for (i = 0; i < each; i++) {
        bytes sample = samples[(me + i) % 2];
        kyso_document *document = NULL;
        kyso_signed *done = NULL;
        kyso_buffer *buffer = NULL;
        kyso_report *report = NULL;
        const uint8_t *data = NULL;
        const char *text = NULL;
        size_t len = 0;
        uint32_t conclusion = 0;
        OK(kyso_document_from_memory(sample.data, sample.len, NULL, &document, &error));
        OK(kyso_sign(document, signing, kyso_now(), &done, &error));
        kyso_document_free(document);
        OK(kyso_signed_bytes(done, &buffer, &error));
        kyso_signed_free(done);
        OK(kyso_buffer_data(buffer, &data, &len, &error));
        OK(kyso_verify_memory(verifier, data, len, kyso_now(), NULL, &report, &error));
        OK(kyso_report_conclusion(report, &conclusion, &error));
        CHECK(conclusion == KYSO_CONCLUSION_PASSED);
        OK(kyso_signature_text(report, 0, KYSO_SIGNATURE_COMMON_NAME, &text, &error));
        CHECK(text != NULL && *text != 0);
        OK(kyso_credential_text(credential, KYSO_CREDENTIAL_SERIAL, &text, &error));
        CHECK(text != NULL && *text != 0);
        kyso_report_free(report);
        if (i % 16 == 0) { /* and what was changed does not pass */
            uint8_t *forged = (uint8_t *)malloc(len);
            CHECK(forged != NULL);
            memcpy(forged, data, len);
            forged[sample.len / 2] ^= 1;
            report = NULL;
            if (kyso_verify_memory(verifier, forged, len, kyso_now(), NULL, &report, NULL)
                == KYSO_OK) {
                OK(kyso_report_conclusion(report, &conclusion, &error));
                CHECK(conclusion != KYSO_CONCLUSION_PASSED);
                kyso_report_free(report);
            }
            free(forged);
        }
        kyso_buffer_free(buffer);
    }
    return NULL;
}

int main(int argc, char **argv) {
    pthread_t threads[THREADS];
    size_t numbers[THREADS], i;
    CHECK(argc == 3);
    credential = open_credential(argv[1]);
    verifier = open_verifier(argv[1]);
    samples[0] = read_file(argv[1], "sample.pdf");
    samples[1] = read_file(argv[1], "sample.xml");
    each = ((size_t)atol(argv[2]) + THREADS - 1) / THREADS;
    OK(kyso_signing_new(credential, &signing, &error));
    for (i = 0; i < THREADS; i++) {
        numbers[i] = i;
        CHECK(pthread_create(&threads[i], NULL, work, &numbers[i]) == 0);
    }
    for (i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
    kyso_signing_free(signing);
    kyso_verifier_free(verifier);
    kyso_credential_free(credential);
    free(samples[0].data), free(samples[1].data);
    puts("all well");
    return 0;
}
