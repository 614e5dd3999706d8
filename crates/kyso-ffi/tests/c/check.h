/* What the test programs share: checks that say where they failed, and files read whole. */
#ifndef CHECK_H
#define CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kyso.h"

#define CHECK(condition)                                                                    \
    do {                                                                                    \
        if (!(condition)) {                                                                 \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);         \
            exit(1);                                                                        \
        }                                                                                   \
    } while (0)

/* A call that must succeed; `error` is what it was given. */
#define OK(call)                                                                            \
    do {                                                                                    \
        kyso_error *error = NULL;                                                           \
        if ((call) != KYSO_OK) {                                                            \
            fprintf(stderr, "%s:%d: %s: %u %s\n", __FILE__, __LINE__, #call,                \
                    kyso_error_code(error), kyso_error_text(error));                        \
            exit(1);                                                                        \
        }                                                                                   \
        CHECK(error == NULL);                                                               \
    } while (0)

/* A call that must fail with this code, and say so in words. */
#define FAILS(code, call)                                                                   \
    do {                                                                                    \
        kyso_error *error = NULL;                                                           \
        uint32_t found = (call);                                                            \
        if (found != (code)) {                                                              \
            fprintf(stderr, "%s:%d: %s: %u %s\n", __FILE__, __LINE__, #call, found,         \
                    error ? kyso_error_text(error) : "");                                   \
            exit(1);                                                                        \
        }                                                                                   \
        CHECK(kyso_error_code(error) == (code));                                            \
        CHECK(kyso_error_text(error) != NULL && *kyso_error_text(error) != 0);              \
        kyso_error_free(error);                                                             \
    } while (0)

typedef struct {
    uint8_t *data;
    size_t len;
} bytes;

static inline char *joined(const char *folder, const char *name) {
    size_t len = strlen(folder) + strlen(name) + 2;
    char *path = (char *)malloc(len);
    CHECK(path != NULL);
    snprintf(path, len, "%s/%s", folder, name);
    return path;
}

static inline bytes read_file(const char *folder, const char *name) {
    char *path = joined(folder, name);
    FILE *file = fopen(path, "rb");
    bytes read = {NULL, 0};
    long end;
    CHECK(file != NULL);
    CHECK(fseek(file, 0, SEEK_END) == 0);
    end = ftell(file);
    CHECK(end >= 0 && fseek(file, 0, SEEK_SET) == 0);
    read.len = (size_t)end;
    read.data = (uint8_t *)malloc(read.len + 1);
    CHECK(read.data != NULL && fread(read.data, 1, read.len, file) == read.len);
    fclose(file);
    free(path);
    return read;
}

/* A credential, a trust list of its root, and a verifier by the default policy. */
static inline kyso_credential *open_credential(const char *folder) {
    bytes p12 = read_file(folder, "signer.p12");
    kyso_credential *credential = NULL;
    OK(kyso_credential_from_pkcs12(p12.data, p12.len, "kyso", &credential, &error));
    free(p12.data);
    return credential;
}

static inline kyso_verifier *open_verifier(const char *folder) {
    char *roots = joined(folder, "root.pem");
    kyso_trust *trust = NULL;
    kyso_policy *policy = NULL;
    kyso_verifier *verifier = NULL;
    OK(kyso_trust_new(&trust, &error));
    OK(kyso_trust_add_file(trust, roots, &error));
    OK(kyso_policy_new(trust, &policy, &error));
    OK(kyso_verifier_new(policy, &verifier, &error));
    kyso_policy_free(policy);
    kyso_trust_free(trust);
    free(roots);
    return verifier;
}

static inline uint32_t conclusion_of(kyso_verifier *verifier, const uint8_t *data, size_t len) {
    kyso_report *report = NULL;
    uint32_t conclusion = 0;
    OK(kyso_verify_memory(verifier, data, len, kyso_now(), NULL, &report, &error));
    OK(kyso_report_conclusion(report, &conclusion, &error));
    kyso_report_free(report);
    return conclusion;
}

#endif
