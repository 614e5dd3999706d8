/* A PKCS#11 module in front of SoftHSM that behaves as tokens do which SoftHSM is not. What it
 * does stands in the environment:
 *
 *   SHIM_MODULE       the module behind it
 *   SHIM_LOG          a file: one line for each C_Login, and for each C_Sign
 *   SHIM_PIN          the PIN that the reader's keys give, and that a context login is held against
 *   SHIM_ALWAYS       private keys have CKA_ALWAYS_AUTHENTICATE
 *   SHIM_PINPAD       the PIN is typed on the reader (CKF_PROTECTED_AUTHENTICATION_PATH)
 *   SHIM_FLAGS        flags of the token beside its own, a number
 *   SHIM_GONE_AFTER   so many signatures, then the token is pulled out; then every call answers
 *   SHIM_GONE         this number
 *   SHIM_INITIALIZED  somebody in the process has initialized it already
 *   SHIM_LOGGED_IN    "said": a login is refused as made already; "seen": the session shows it
 */

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned long number;
typedef void (*function)(void); /* of any shape */

/* CK_FUNCTION_LIST (PKCS#11 2.40): a version, then 68 functions in a fixed order. */
struct list {
    unsigned char version[2];
    function functions[68];
};

enum { INITIALIZE = 0, FUNCTION_LIST = 3, TOKEN_INFO = 6, OPEN_SESSION = 12, LOGIN = 18 };
enum { ATTRIBUTES = 24, SIGN_INIT = 42, SIGN = 43 };

#define OK 0x0UL
#define ARGUMENTS_BAD 0x7UL
#define OPERATION_NOT_INITIALIZED 0x91UL
#define PIN_INCORRECT 0xA0UL
#define ALREADY_LOGGED_IN 0x100UL
#define NOT_LOGGED_IN 0x101UL
#define ALREADY_INITIALIZED 0x191UL
#define CONTEXT_SPECIFIC 2UL
#define ALWAYS_AUTHENTICATE 0x202UL
#define PROTECTED_PATH 0x100UL
/* CK_TOKEN_INFO: flags stand after label, manufacturer (32 each), model and serial (16 each). */
#define FLAGS_AT 96

struct attribute {
    number type;
    void *value;
    number length;
};

static struct list mine, *behind;
static number signed_count, initialized, waiting_for_context;

static int is(const char *name) { return getenv(name) != NULL; }

static number as_number(const char *name) {
    const char *text = getenv(name);
    return text ? strtoul(text, NULL, 0) : 0;
}

static void say(const char *what, number a, number b) {
    const char *path = getenv("SHIM_LOG");
    FILE *file = path ? fopen(path, "a") : NULL;
    if (file) {
        fprintf(file, "%s %lu 0x%lx\n", what, a, b);
        fclose(file);
    }
}

static int is_gone(void) { return is("SHIM_GONE_AFTER") && signed_count >= as_number("SHIM_GONE_AFTER"); }

#define BEHIND(at, ...) ((number(*)(__VA_ARGS__))behind->functions[at])

static number shim_initialize(void *arguments) {
    number code = BEHIND(INITIALIZE, void *)(arguments);
    if (code == OK && is("SHIM_INITIALIZED")) {
        say("initialized", ++initialized, ALREADY_INITIALIZED);
        return ALREADY_INITIALIZED;
    }
    return code;
}

static number shim_token_info(number slot, unsigned char *info) {
    if (is_gone()) return as_number("SHIM_GONE");
    number code = BEHIND(TOKEN_INFO, number, unsigned char *)(slot, info);
    if (code == OK && info) {
        number flags;
        memcpy(&flags, info + FLAGS_AT, sizeof flags);
        flags |= as_number("SHIM_FLAGS");
        if (is("SHIM_PINPAD")) flags |= PROTECTED_PATH;
        memcpy(info + FLAGS_AT, &flags, sizeof flags);
    }
    return code;
}

static number real_login(number session, number user, const char *pin, number length) {
    return BEHIND(LOGIN, number, number, const char *, number)(session, user, pin, length);
}

static number shim_open_session(number slot, number flags, void *app, void *notify, number *session) {
    if (is_gone()) return as_number("SHIM_GONE");
    number code = BEHIND(OPEN_SESSION, number, number, void *, void *, number *)(
        slot, flags, app, notify, session);
    const char *how = getenv("SHIM_LOGGED_IN"), *pin = getenv("SHIM_PIN");
    if (code == OK && how && pin && strcmp(how, "seen") == 0) real_login(*session, 1, pin, strlen(pin));
    return code;
}

static number context_login(const char *pin, number length) {
    const char *right = getenv("SHIM_PIN");
    if (!waiting_for_context) return OPERATION_NOT_INITIALIZED;
    if (!right || length != strlen(right) || memcmp(pin, right, length) != 0) return PIN_INCORRECT;
    waiting_for_context = 0;
    return OK;
}

static number shim_login(number session, number user, const char *pin, number length) {
    const char *how = getenv("SHIM_LOGGED_IN");
    number code;
    if (is_gone()) return as_number("SHIM_GONE");
    if (is("SHIM_PINPAD")) {
        if (pin) {
            say("login", user, ARGUMENTS_BAD);
            return ARGUMENTS_BAD;
        }
        pin = getenv("SHIM_PIN");
        length = pin ? strlen(pin) : 0;
    }
    code = user == CONTEXT_SPECIFIC ? context_login(pin, length) : real_login(session, user, pin, length);
    if (code == OK && how && strcmp(how, "said") == 0) code = ALREADY_LOGGED_IN;
    say("login", user, code);
    return code;
}

static number shim_attributes(number session, number object, struct attribute *all, number count) {
    number i, code;
    if (is_gone()) return as_number("SHIM_GONE");
    code = BEHIND(ATTRIBUTES, number, number, struct attribute *, number)(session, object, all, count);
    for (i = 0; code == OK && is("SHIM_ALWAYS") && i < count; i++)
        if (all[i].type == ALWAYS_AUTHENTICATE && all[i].value && all[i].length == 1)
            *(unsigned char *)all[i].value = 1;
    return code;
}

static number shim_sign_init(number session, void *mechanism, number key) {
    if (is_gone()) return as_number("SHIM_GONE");
    waiting_for_context = is("SHIM_ALWAYS");
    return BEHIND(SIGN_INIT, number, void *, number)(session, mechanism, key);
}

static number shim_sign(number session, void *data, number length, void *value, number *room) {
    number code;
    if (is_gone()) return as_number("SHIM_GONE");
    if (waiting_for_context) {
        say("sign", signed_count, NOT_LOGGED_IN);
        return NOT_LOGGED_IN;
    }
    code = BEHIND(SIGN, number, void *, number, void *, number *)(session, data, length, value, room);
    if (code == OK && value) say("sign", ++signed_count, code);
    return code;
}

number C_GetFunctionList(struct list **list);

number C_GetFunctionList(struct list **list) {
    if (!behind) {
        const char *path = getenv("SHIM_MODULE");
        void *library = path ? dlopen(path, RTLD_NOW | RTLD_LOCAL) : NULL;
        number (*get)(struct list **) = NULL;
        if (library) *(void **)&get = dlsym(library, "C_GetFunctionList");
        if (!get || get(&behind) != OK) return 0x5UL;
        mine = *behind;
        mine.functions[FUNCTION_LIST] = (function)C_GetFunctionList;
        mine.functions[INITIALIZE] = (function)shim_initialize;
        mine.functions[TOKEN_INFO] = (function)shim_token_info;
        mine.functions[OPEN_SESSION] = (function)shim_open_session;
        mine.functions[LOGIN] = (function)shim_login;
        mine.functions[ATTRIBUTES] = (function)shim_attributes;
        mine.functions[SIGN_INIT] = (function)shim_sign_init;
        mine.functions[SIGN] = (function)shim_sign;
    }
    *list = &mine;
    return OK;
}
