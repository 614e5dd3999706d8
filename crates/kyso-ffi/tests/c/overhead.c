/* What a call through C costs beyond the work itself: overhead CALLS. */
#include <time.h>

#include "check.h"

static double seconds(void) {
    struct timespec now;
    CHECK(timespec_get(&now, TIME_UTC) == TIME_UTC);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    kyso_trust *trust = NULL;
    kyso_document *document = NULL;
    const uint8_t xml[] = "<a/>";
    double begun;
    long calls, i;
    size_t count = 0;
    uint32_t format = 0;
    CHECK(argc == 2);
    calls = atol(argv[1]);
    OK(kyso_trust_new(&trust, &error));
    OK(kyso_document_from_memory(xml, sizeof xml - 1, NULL, &document, &error));
    begun = seconds();
    for (i = 0; i < calls; i++) {
        kyso_error *error = NULL;
        CHECK(kyso_trust_count(trust, &count, &error) == KYSO_OK);
    }
    printf("%.0f ns a call that reads a number\n", (seconds() - begun) / (double)calls * 1e9);
    begun = seconds();
    for (i = 0; i < calls; i++) {
        kyso_error *error = NULL;
        CHECK(kyso_document_format(document, &format, &error) == KYSO_OK);
    }
    printf("%.0f ns a call that asks a document\n", (seconds() - begun) / (double)calls * 1e9);
    begun = seconds();
    for (i = 0; i < calls; i++) {
        kyso_trust *other = NULL;
        kyso_error *error = NULL;
        CHECK(kyso_trust_new(&other, &error) == KYSO_OK);
        kyso_trust_free(other);
    }
    printf("%.0f ns for a handle out and back\n", (seconds() - begun) / (double)calls * 1e9);
    begun = seconds();
    for (i = 0; i < calls; i++) {
        kyso_error *error = NULL;
        CHECK(kyso_trust_count(NULL, &count, &error) == KYSO_NULL_POINTER);
        kyso_error_free(error);
    }
    printf("%.0f ns for an error with its text\n", (seconds() - begun) / (double)calls * 1e9);
    kyso_trust_free(trust);
    kyso_document_free(document);
    puts("all well");
    return 0;
}
