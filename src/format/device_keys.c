#include "format/device_keys.h"

bool device_number(struct slice text, uint64_t *ret_number) {
    bool hex = slice_starts_with(text, "0x") || slice_starts_with(text, "0X");
    struct slice digits = hex ? slice_from(text, 2) : text;
    uint64_t number = 0, base = hex ? 16 : 10;
    for (size_t i = 0; i < digits.len; i++) {
        int digit = slice_hex_digit(digits.data[i]);
        if (digit < 0 || (uint64_t)digit >= base || number > (UINT64_MAX - (uint64_t)digit) / base)
            return false;
        number = number * base + (uint64_t)digit;
    }
    *ret_number = number;
    return digits.len > 0;
}

/* Pairs of digits; `dashes`: also between them, as a UUID has them. */
static bool read_bytes(struct arena *arena, struct slice text, bool dashes, struct slice *ret_bytes) {
    uint8_t *bytes = arena_alloc(arena, text.len / 2 + 1);
    size_t n = 0;
    for (size_t i = 0; bytes && i < text.len; i++) {
        if (dashes && text.data[i] == '-')
            continue;
        int high = slice_hex_digit(text.data[i]), low = i + 1 < text.len ? slice_hex_digit(text.data[i + 1]) : -1;
        if (high < 0 || low < 0)
            return false;
        bytes[n++] = (uint8_t)(high << 4 | low);
        i++;
    }
    *ret_bytes = slice_of(bytes, n);
    return n > 0;
}

enum kind { NUMBER, FLAG, BYTES, NONCE, UUID, WORD };

#define PLACE(field) offsetof(struct device_keys, field)

static const struct {
    const char *key;
    enum kind kind;
    size_t place, said; /* said: of the flag that goes with it */
} rows[] = {
    {"chip", NUMBER, PLACE(chip), PLACE(has_chip)},
    {"board", NUMBER, PLACE(board), PLACE(has_board)},
    {"domain", NUMBER, PLACE(security_domain), PLACE(has_domain)},
    {"ecid", NUMBER, PLACE(ecid), PLACE(has_ecid)},
    {"nonce", NONCE, PLACE(nonce), PLACE(nonce_random)},
    {"sepnonce", NONCE, PLACE(sep_nonce), PLACE(sep_nonce_random)},
    {"class", WORD, PLACE(device_class), 0},
    {"production", FLAG, PLACE(production), 0},
    {"security", FLAG, PLACE(security), 0},
    {"ticket-hash", BYTES, PLACE(ticket_hash), 0},
    {"cryptex-hash", BYTES, PLACE(cryptex_hash), 0},
    {"policy-nonce-hash", BYTES, PLACE(policy_nonce_hash), 0},
    {"volume", UUID, PLACE(volume), 0},
};

enum { UUID_BYTES = 16 };

static bool set(struct arena *arena, size_t row, struct slice value, struct device_keys *k) {
    void *place = (char *)k + rows[row].place;
    bool *said = (bool *)((char *)k + rows[row].said);
    switch (rows[row].kind) {
    case NUMBER:
        return *said = device_number(value, place);
    case FLAG:
        *(bool *)place = slice_is(value, "1");
        return slice_is(value, "0") || slice_is(value, "1");
    case NONCE:
        *said = slice_is(value, "random");
        return *said || read_bytes(arena, value, false, place);
    case BYTES:
        return read_bytes(arena, value, false, place);
    case UUID:
        return read_bytes(arena, value, true, place) && ((struct slice *)place)->len == UUID_BYTES;
    case WORD:
        *(struct slice *)place = value;
        return value.len > 0;
    }
    return false;
}

bool device_keys_parse(struct arena *arena, struct slice text, struct device_keys *ret_keys, struct error *err) {
    struct device_keys k = {.production = true, .security = true};
    struct slice rest = text, part, key, value;
    while (rest.len) {
        if (!slice_cut(rest, ",", &part, &rest)) {
            part = rest;
            rest = slice_of(NULL, 0);
        }
        bool good = false;
        if (slice_cut(part, "=", &key, &value))
            for (size_t i = 0; i < sizeof rows / sizeof *rows && !good; i++)
                good = slice_is(key, rows[i].key) && set(arena, i, value, &k);
        if (!good)
            return error_set(err,
                             "\"%.*s\" is none of chip=, board=, domain=, ecid= (decimal or 0x...), nonce=, sepnonce= (hexadecimal or "
                             "random), class=, production=, security= (0 or 1), ticket-hash=, cryptex-hash=, policy-nonce-hash= "
                             "(hexadecimal) and volume= (UUID)",
                             SLICE_ARG(part));
    }
    *ret_keys = k;
    return true;
}

static void overlay_number(bool *has, uint64_t *number, bool given, uint64_t value) {
    if (given) {
        *has = true;
        *number = value;
    }
}

static void overlay_bytes(struct slice *bytes, struct slice given) {
    if (given.data)
        *bytes = given;
}

void device_keys_overlay(struct device_keys *known, const struct device_keys *given) {
    overlay_number(&known->has_chip, &known->chip, given->has_chip, given->chip);
    overlay_number(&known->has_board, &known->board, given->has_board, given->board);
    overlay_number(&known->has_domain, &known->security_domain, given->has_domain, given->security_domain);
    overlay_number(&known->has_ecid, &known->ecid, given->has_ecid, given->ecid);
    known->production = known->production && given->production;
    known->security = known->security && given->security;
    if (given->nonce.data || given->nonce_random)
        known->nonce_random = given->nonce_random;
    known->sep_nonce_random = known->sep_nonce_random || given->sep_nonce_random;
    overlay_bytes(&known->nonce, given->nonce);
    overlay_bytes(&known->sep_nonce, given->sep_nonce);
    overlay_bytes(&known->device_class, given->device_class);
    overlay_bytes(&known->ticket_hash, given->ticket_hash);
    overlay_bytes(&known->cryptex_hash, given->cryptex_hash);
    overlay_bytes(&known->policy_nonce_hash, given->policy_nonce_hash);
    overlay_bytes(&known->volume, given->volume);
}
