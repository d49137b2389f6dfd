#include "evidence/artefact.h"

#include "base/buffer.h"

bool artefact_read_all(struct artefact *a, struct arena *arena, size_t limit, struct slice *ret_bytes, struct error *err) {
    struct buffer whole CLEANUP_BUFFER = buffer_with_limit(limit);
    size_t got = 0;
    do {
        if (!buffer_reserve(&whole, whole.len < limit ? (limit - whole.len < 65536 ? limit - whole.len : 65536) : 1))
            return error_set(err, "larger than the limit of %zu bytes for this kind of file", limit);
        if (!a->read(a, whole.data + whole.len, whole.capacity - whole.len, &got, err))
            return false;
        whole.len += got;
    } while (got > 0);
    struct slice copy = arena_slice(arena, buffer_slice(&whole));
    if (!copy.data)
        return error_set(err, "%zu bytes do not fit into the memory allowed for one artefact", whole.len);
    *ret_bytes = copy;
    return true;
}

static bool read_slice(struct artefact *a, void *bytes, size_t capacity, size_t *ret_len, struct error *err) {
    (void)err;
    struct slice *rest = a->state;
    struct slice part = slice_sub(*rest, 0, capacity);
    if (part.len)
        memcpy(bytes, part.data, part.len);
    *rest = slice_from(*rest, part.len);
    *ret_len = part.len;
    return true;
}

struct artefact artefact_of_slice(const char *path, const char *kind, struct slice *cursor) {
    return (struct artefact){.path = slice_str(path),
                             .kind = kind,
                             .modified = TIMESTAMP_NONE,
                             .size = cursor->len,
                             .owner = -1,
                             .read = read_slice,
                             .state = cursor};
}
