/*
 * plist: a property list as a tree, or where and how it is broken.
 *
 * Reads the three forms that macOS reads: XML, binary ("bplist00") and the old OpenStep text (also .strings). What is accepted is what
 * CoreFoundation accepts (CFPropertyList.c, CFBinaryPList.c and CFOldStylePList.c of its published source), because the question that
 * this reader answers is "can this Mac read its own file?". What CoreFoundation forgives but nobody should write (bytes after </plist>,
 * white space before <?xml) is told in plist_problem.note of a list that was read.
 *
 * Limits, in plist_limits: 64 MiB of input, 1,000,000 values, 128 levels. A binary list may name one object many times; what counts is
 * the number of values after expansion, so a small list that explodes is refused, as is one that contains itself. Nothing recurses.
 * Memory: at most the input twice, plus sizeof(struct plist) for each value, all of it under the limit of the arena.
 *
 * While text is read, its open containers also wait outside the arena, at most sizeof(struct plist) for each value.
 *
 * Not done: an XML dict whose only key is CF$UID stays a dict. Octal escapes of OpenStep text above \177 become U+FFFD. Encodings that an
 * XML list declares, other than UTF-8, ASCII and ISO-8859-1, are refused.
 *
 * Owner: everything in the tree lives in the arena; the input may go away. Trees of binary lists share the children of an object that
 * is named twice.
 *
 *     const struct plist *root;
 *     struct plist_problem problem;
 *     if (!plist_parse(bytes, arena, &root, &problem, err))
 *         return error_wrap(err, "reading %s", path);        // problem.line, problem.offset say where
 *     struct slice name = plist_string(plist_path(root, "NetworkServices/0/UserDefinedName"));
 *
 *     struct plist_walk walk;
 *     plist_walk_begin(&walk, root);
 *     while (plist_walk_next(&walk, &path, &leaf)) ...
 */
#ifndef TAILOR_FORMAT_PLIST_H
#define TAILOR_FORMAT_PLIST_H

#include "base/arena.h"
#include "base/error.h"
#include "base/timestamp.h"

enum plist_type {
    PLIST_NULL,
    PLIST_BOOL,
    PLIST_INTEGER,
    PLIST_REAL,
    PLIST_DATE,
    PLIST_DATA,
    PLIST_STRING,
    PLIST_UID,
    PLIST_ARRAY, /* also the set of binary lists */
    PLIST_DICT
};

enum plist_format { PLIST_UNKNOWN, PLIST_XML, PLIST_BINARY, PLIST_OPENSTEP };

enum { PLIST_MAX_DEPTH = 128 };

struct plist_limits {
    size_t bytes; /* of input */
    size_t nodes; /* values in the tree, each use of a shared object counted */
    size_t depth; /* containers inside each other; PLIST_MAX_DEPTH */
};
extern const struct plist_limits plist_limits;

struct plist {
    enum plist_type type;
    bool boolean;
    bool is_unsigned;          /* the integer is above INT64_MAX: read it as uint64_t */
    bool last_key_wins;        /* of a dict with a key twice: which of them macOS takes (the last in text, the first in binary) */
    uint32_t line;             /* where it stands, from 1; 0 in binary lists */
    uint64_t offset;           /* where it stands, in bytes; of UTF-16 input, in bytes of the UTF-8 that it became */
    int64_t integer;           /* also of UID */
    double real;               /* may be nan or infinite */
    int64_t date;              /* TIMESTAMP_NONE outside 1970..2200 ("distant past" and "distant future" are common) */
    struct slice text;         /* string as well-formed UTF-8 (may hold NUL), data as bytes */
    const struct plist *items; /* of arrays; for dicts the values */
    const struct slice *keys;  /* of dicts: n_items names */
    size_t n_items;
};

struct plist_problem {
    enum plist_format format;
    uint64_t offset;  /* of the fault in the input */
    uint32_t line;    /* from 1; 0 in binary lists */
    const char *note; /* of a list that was read: what is odd about it, or NULL; lives in the arena */
};

/* By the first bytes; UNKNOWN is not a fault by itself. */
enum plist_format plist_sniff(struct slice bytes);

/* False: err says what is wrong in words for a person, *ret_problem says where. ret_problem may be NULL. */
bool plist_parse(struct slice bytes, struct arena *arena, const struct plist **ret_root, struct plist_problem *ret_problem,
                 struct error *err) MUST_USE;

/* The value of a key; NULL when absent, or when `dict` is NULL or not a dict. */
const struct plist *plist_get(const struct plist *dict, const char *key);
/* "Sets/0/Network": keys and array indexes. A key that holds '/' itself is found too. NULL when absent. "" is the root. */
const struct plist *plist_path(const struct plist *root, const char *slash_path);

/* All accept NULL. */
struct slice plist_string(const struct plist *p);                             /* {NULL, 0} if not a string */
bool plist_integer_value(const struct plist *p, int64_t *ret_value) MUST_USE; /* integers that fit; no strings */
bool plist_bool_value(const struct plist *p, bool *ret_value) MUST_USE;       /* booleans, and the integers 0 and 1 */
const char *plist_type_name(enum plist_type type);                            /* as the XML element: "string", "dict" */
const char *plist_format_name(enum plist_format format);                      /* "XML", "binary", "OpenStep", "unknown" */

/*
 * All leaves in file order with the path of each: keys and array indexes joined with '/'. An empty array or dict is a leaf. A path
 * longer than the buffer is cut. The paths live until the next call.
 */
struct plist_walk {
    struct {
        const struct plist *node;
        size_t next, path_len;
    } levels[PLIST_MAX_DEPTH + 1];
    size_t depth;
    const struct plist *root; /* until it has been entered */
    char path[4096];
};

void plist_walk_begin(struct plist_walk *w, const struct plist *root);
bool plist_walk_next(struct plist_walk *w, struct slice *ret_path, const struct plist **ret_leaf);

#endif
