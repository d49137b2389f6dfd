/*
 * key_value: lines of the form "Key: value", as sw_vers, csrutil, bputil and
 * diskutil print them.
 *
 * The key ends at the first colon that is followed by white space or by the
 * end of the line, so that times (09:33:52) and paths do not split. Key and
 * value are trimmed slices of the line; a missing value is empty, not NULL.
 *
 *     struct key_value kv;
 *     if (key_value_split(line, &kv) && slice_is(kv.key, "BuildVersion")) ... kv.value ...
 */
#ifndef TAILOR_FORMAT_KEY_VALUE_H
#define TAILOR_FORMAT_KEY_VALUE_H

#include "base/slice.h"

struct key_value {
    struct slice key, value;
    size_t indent; /* blanks and tabs before the key, in bytes */
};

/* False: the line has no such colon, or nothing in front of it. */
bool key_value_split(struct slice line, struct key_value *ret_pair);

/*
 * Cuts a trailing "(...)" off: "disk1s1 (System)" gives "disk1s1" and "System". Without one, *ret_inside is {NULL, 0} and
 * the result is the trimmed input.
 */
struct slice key_value_without_note(struct slice value, struct slice *ret_inside);

#endif
