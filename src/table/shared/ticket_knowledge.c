#include "table/shared/ticket_knowledge.h"

static bool from_hex(struct arena *arena, struct slice hex, struct slice *ret_bytes) {
    uint8_t *bytes = arena_alloc(arena, hex.len / 2);
    for (size_t i = 0; bytes && i < hex.len / 2; i++) {
        int high = slice_hex_digit(hex.data[2 * i]), low = slice_hex_digit(hex.data[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    *ret_bytes = slice_of(bytes, hex.len / 2);
    return bytes && hex.len % 2 == 0;
}

bool ticket_roots_known(const struct knowledge *k, struct arena *arena, struct ticket_root roots[TICKET_MAX_ROOTS], size_t *ret_n,
                        struct error *err) {
    const struct tsv *t = knowledge_find(k, "boot_root");
    size_t name = t ? tsv_column(t, "name") : SIZE_MAX, key = t ? tsv_column(t, "public_key") : SIZE_MAX, n = 0;
    for (; key != SIZE_MAX && name != SIZE_MAX && n < t->n_rows && n < TICKET_MAX_ROOTS; n++) {
        roots[n].name = tsv_cell(t, n, name);
        if (!from_hex(arena, slice_str(tsv_cell(t, n, key)), &roots[n].public_key))
            return error_set(err, "knowledge/boot_root.tsv: the public key of %s is not hexadecimal", roots[n].name);
    }
    *ret_n = n;
    return true;
}

bool ticket_names_known(const struct knowledge *k, struct arena *arena, struct ticket_names *ret_names, struct error *err) {
    const struct tsv *t = knowledge_find(k, "img4_name");
    struct ticket_name *list = arena_array(arena, t ? t->n_rows : 0, sizeof *list);
    size_t n = 0;
    if (!list)
        return error_set(err, "out of memory");
    for (size_t row = 0; t && row < t->n_rows; row++) {
        const char *code = tsv_named_cell(t, row, "code"), *kind = tsv_named_cell(t, row, "kind"), *name = tsv_named_cell(t, row, "name");
        if (!code || !kind || !name || strcmp(kind, "object") != 0 || strlen(code) != 4)
            continue;
        list[n++] = (struct ticket_name){name, img4_name_of(slice_str(code))};
    }
    *ret_names = (struct ticket_names){list, n};
    return true;
}
